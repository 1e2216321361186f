import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** A new token of 160 random bits, in the 40 hexadecimal digits that exporters' settings have room for. */
export const makeToken = () => randomBytes(20).toString('hex')

/** What is kept of a token. */
export const hashOfToken = (token: string) => createHash('sha256').update(token).digest('hex')

/**
 * The one of `owners` whose token this is. All are compared, each in the same time, whatever the token is:
 * how long it takes tells nothing about any of them.
 */
export function ownerOfToken<Owner extends { hash: string }>(
  token: string,
  owners: Owner[],
): Owner | undefined {
  const given = Buffer.from(hashOfToken(token), 'hex')
  return owners.filter(({ hash }) => timingSafeEqual(Buffer.from(hash, 'hex'), given))[0]
}
