import type { Pool, RowDataPacket } from 'mysql2/promise'

/** What tells who somebody is, in small letters: names word by word, addresses, logins. */
export type RealNames = Set<string>

const shortestName = 3
const sources = [
  'SELECT name AS text FROM users',
  'SELECT email AS text FROM users',
  ...['username', 'first_name', 'last_name', 'email'].map(
    (column) => `SELECT DISTINCT ${column} AS text FROM lms_users`,
  ),
  'SELECT DISTINCT recipient AS text FROM mails',
]

/** To be read before anything is made up. */
export async function readRealNames(pool: Pool): Promise<RealNames> {
  const names: RealNames = new Set()
  for (const sql of sources) {
    const [rows] = await pool.query<RowDataPacket[]>(sql)
    for (const { text } of rows as { text: string }[]) {
      for (const word of words(text)) names.add(word)
    }
  }
  return names
}

const wordPattern = /[\p{L}\p{M}\p{N}@._'’+-]+/gu
const trimmed = (word: string) =>
  word
    .replace(/['’]s$/, '')
    .replace(/^[._'’+-]+|[._'’+-]+$/g, '')
    .toLowerCase()

/** Words long enough to mean somebody; an address is one word. */
function words(text: string): string[] {
  return (text.match(wordPattern) ?? []).map(trimmed).filter((word) => word.length >= shortestName)
}

/** A word is somebody's also as a part: `ann.archer@example.edu`, `archer_ann`. */
function isReal(word: string, names: RealNames): boolean {
  const whole = trimmed(word)
  return names.has(whole) || whole.split(/[@._+-]+/).some((part) => names.has(part))
}

/** The text with `…` for every word that is somebody's. */
export const withoutNames = (text: string, names: RealNames) =>
  text.replace(wordPattern, (word) => (isReal(word, names) ? '…' : word))

/** Whether somebody can be recognised in a text. In keys of the LMS a number is no login. */
export function hasName(text: string, names: RealNames, { isKey = false } = {}): boolean {
  return (text.match(wordPattern) ?? []).some(
    (word) => isReal(word, names) && !(isKey && /^[\d_]+$/.test(word)),
  )
}
