import { createHash, randomBytes } from 'node:crypto'

/** A new token of 160 random bits, in the 40 hexadecimal digits that exporters' settings have room for. */
export const makeToken = () => randomBytes(20).toString('hex')

/** What is kept of a token. */
export const hashOfToken = (token: string) => createHash('sha256').update(token).digest('hex')
