/** What a name in a watched directory tells, before anyone looks at the file. */
export type NameKind =
  /** Perhaps an export. */
  | 'export'
  /** Being uploaded under a passing name: left alone. */
  | 'upload'
  /** Perhaps an upload under a name that we do not know, perhaps a stray: left alone for a good while. */
  | 'other'
  /** Nothing that an exporter would write: left alone, with a warning. */
  | 'odd'

/** Leaves room for what we append beside a file (most file systems take 255 bytes). */
const mostNameBytes = 240
const controls = /\p{Cc}|\p{Zl}|\p{Zp}|\uFFFD/u

/** Names come as bytes: a name that is not UTF-8 would otherwise turn into one that no file has. */
export function kindOfName(bytes: Buffer): NameKind {
  const name = bytes.toString()
  if (/^[.~]|\.(part|tmp|filepart)$/i.test(name)) return 'upload'
  if (name.startsWith('-') || controls.test(name) || bytes.length > mostNameBytes) return 'odd'
  return /\.zip$/i.test(name) ? 'export' : 'other'
}

/** A name for the log: printable, short, and never two lines. */
export function printableName(bytes: Buffer): string {
  const text = bytes.toString().replaceAll(/[^\P{C}]|\p{Zl}|\p{Zp}|\uFFFD/gu, '?')
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}

export type CourseOfName =
  | { courseId: number }
  /** Why the file belongs to no course, for an administrator. */
  | { reason: string }

/**
 * The course of `{server id}_{course code}.zip` or `{server id}_{course code}_{anything}.zip`. Codes may
 * hold `_`: the longest one that fits wins.
 */
export function courseOfName(
  name: string,
  servers: ReadonlyMap<number, ReadonlyMap<string, number>>,
): CourseOfName {
  const parts = /^([1-9]\d{0,8})_(.+)\.zip$/i.exec(name)
  if (!parts) return { reason: 'the name is not {server id}_{course code}.zip or …_{anything}.zip' }
  const [, serverId = '', rest = ''] = parts
  const courses = servers.get(Number(serverId))
  if (!courses) return { reason: `there is no LMS server ${serverId}` }
  for (let end = rest.length; end > 0; end = rest.lastIndexOf('_', end - 1)) {
    const courseId = courses.get(rest.slice(0, end))
    if (courseId !== undefined) return { courseId }
  }
  return { reason: `no course of LMS server ${serverId} has a code that fits "${rest}"` }
}
