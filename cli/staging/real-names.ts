import type { Pool, RowDataPacket } from 'mysql2/promise'

/** What tells who somebody is. */
export interface RealNames {
  /** Names word by word, addresses, logins, in small letters: sought everywhere, in any case. */
  words: Set<string>
  /** Names of two letters, with a capital first: `An` may be somebody, `an` hardly ever. */
  short: Set<string>
  /** First and last name side by side, either way round, where one of them is short: `li wu`. */
  pairs: Set<string>
  /** Names in scripts that write words without spaces: sought within them. */
  within: Set<string>
}

/** As the tables tell it: a name in one piece or two, or something else that stands for somebody. */
export type Told = { first: string; last: string } | { name: string } | { other: string }

const shortestWord = 3
const sources = [
  'SELECT name FROM users',
  'SELECT email AS other FROM users',
  'SELECT DISTINCT first_name AS first, last_name AS last FROM lms_users',
  'SELECT DISTINCT username AS other FROM lms_users',
  'SELECT DISTINCT email AS other FROM lms_users',
  'SELECT DISTINCT recipient AS other FROM mails',
]

/** To be read before anything is made up. */
export async function readRealNames(pool: Pool): Promise<RealNames> {
  const told: Told[] = []
  for (const sql of sources) {
    const [rows] = await pool.query<RowDataPacket[]>(sql)
    for (const row of rows) told.push(row as Told)
  }
  return realNames(told)
}

export function realNames(told: Iterable<Told>): RealNames {
  const names: RealNames = {
    words: new Set(),
    short: new Set(),
    pairs: new Set(),
    within: new Set(),
  }
  for (const one of told) {
    const fields = 'other' in one ? [one.other] : 'name' in one ? [one.name] : [one.first, one.last]
    for (const field of fields) {
      for (const word of wordsOf(field)) {
        if (word.length >= shortestWord) names.words.add(word.toLowerCase())
      }
    }
    if ('name' in one) addName(names, splitName(one.name))
    if ('first' in one) addName(names, [wordsOf(one.first), wordsOf(one.last)])
  }
  return names
}

/** The last word is the last name, as far as that can be known. */
function splitName(name: string): [string[], string[]] {
  const words = wordsOf(name)
  return [words.slice(0, -1), words.slice(-1)]
}

function addName({ short, pairs, within }: RealNames, [first, last]: [string[], string[]]) {
  for (const field of [first, last]) {
    const [only = ''] = field
    // Short words of longer names are `de`, `la`, `of`: alone they are nobody.
    if (field.length === 1 && isShort(only)) {
      short.add(capitalized(only))
      if (isCapitalized(only)) short.add(only)
    }
    for (const [index, word] of field.entries()) {
      const next = field[index + 1] ?? ''
      if (isCapitalized(word) && isCapitalized(next)) addPair(pairs, word, next)
    }
  }
  addPair(pairs, first.at(-1), last[0])
  addPair(pairs, last.at(-1), first[0])
  const [one, other] = [first.join(''), last.join('')]
  for (const name of [one, other, one + other, other + one]) {
    if (unspaced.test(name)) within.add(name)
  }
}

function addPair(pairs: Set<string>, one = '', other = '') {
  if (!/\p{L}/u.test(one) || !/\p{L}/u.test(other)) return
  if (one.length >= shortestWord && other.length >= shortestWord) return
  pairs.add(`${one} ${other}`.toLowerCase())
}

const isShort = (word: string) => /^\p{L}{2}$/u.test(word)
const isCapitalized = (word: string) => /^\p{Lu}/u.test(word)
const capitalized = (word: string) => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase()
const unspaced =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]{2,}$/u

export const wordPattern = /[\p{L}\p{M}\p{N}@._'’+-]+/gu
export const trimmed = (word: string) =>
  word.replace(/['’]s$/, '').replace(/^[._'’+-]+|[._'’+-]+$/g, '')

/** An address is one word. */
const wordsOf = (text: string) => (text.match(wordPattern) ?? []).map(trimmed)
