import { createHash } from 'node:crypto'

/** A tag for what these values determine. */
export function entityTag(...values: unknown[]): string {
  const hash = createHash('sha256').update(JSON.stringify(values)).digest('base64url')
  return `"${hash.slice(0, 22)}"`
}

/** How answers about courses may be kept: by the person's own browser, which asks again each time. */
export const cachingOf = (tag: string) => ({
  ETag: tag,
  'Cache-Control': 'private, no-cache',
  Vary: 'Cookie',
})

/** Whether one of the tags in `If-None-Match` is `tag`; weak and strong ones count alike, as for any GET. */
export function isFresh(ifNoneMatch: string | undefined, tag: string): boolean {
  if (!ifNoneMatch) return false
  return ifNoneMatch
    .split(',')
    .map((candidate) => candidate.trim().replace(/^W\//, ''))
    .some((candidate) => candidate === tag || candidate === '*')
}
