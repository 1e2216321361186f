import { trimmed, wordPattern, type RealNames } from './real-names.ts'

/** From one character to another (outside). */
type Span = [from: number, to: number]

/** The text with `…` for every name that is somebody's. */
export function withoutNames(text: string, names: RealNames): string {
  let result = ''
  let done = 0
  for (const [from, to] of spansOf(text, names).sort(([one], [other]) => one - other)) {
    // One name may be found in several ways.
    if (from >= done) result += `${text.slice(done, from)}…`
    done = Math.max(done, to)
  }
  return result + text.slice(done)
}

/** Whether somebody can be recognised in a text. In keys of the LMS numbers and two letters are nobody. */
export function hasName(text: string, names: RealNames, { isKey = false } = {}): boolean {
  if (!isKey) return spansOf(text, names).length > 0
  return spansOf(text, { ...names, short: new Set() }).some(
    ([from, to]) => !/^[\d_]+$/.test(text.slice(from, to)),
  )
}

function spansOf(text: string, names: RealNames): Span[] {
  return [...wordSpans(text, names), ...pairSpans(text, names), ...spansWithin(text, names)]
}

/** A word is somebody's also as a part: `ann.archer@example.edu`, `archer_ann`. */
function* wordSpans(text: string, { words, short }: RealNames): Generator<Span> {
  for (const { 0: word, index } of text.matchAll(wordPattern)) {
    const whole = trimmed(word)
    const small = whole.toLowerCase()
    const isReal =
      words.has(small) ||
      short.has(whole) ||
      small.split(/[@._+-]+/).some((part) => words.has(part))
    if (isReal) yield [index, index + word.length]
  }
}

const partPattern = /[\p{L}\p{M}\p{N}'’]+/gu
const betweenNames = /^[\s,._+-]{1,3}$/

/** Two names beside each other: `Wu, Li`, `li_wu.docx`. */
function* pairSpans(text: string, { pairs }: RealNames): Generator<Span> {
  if (pairs.size === 0) return
  let before: { name: string; span: Span } | undefined
  for (const { 0: part, index } of text.matchAll(partPattern)) {
    const now = {
      name: trimmed(part).toLowerCase(),
      span: [index, index + part.length] satisfies Span,
    }
    const isPair =
      before &&
      betweenNames.test(text.slice(before.span[1], index)) &&
      pairs.has(`${before.name} ${now.name}`)
    if (before && isPair) yield* [before.span, now.span]
    before = now
  }
}

const longestWithin = 12

/** The longest that begins at a place. */
function* spansWithin(text: string, { within }: RealNames): Generator<Span> {
  if (within.size === 0) return
  for (let from = 0; from < text.length; from++) {
    for (let length = Math.min(longestWithin, text.length - from); length >= 2; length--) {
      if (!within.has(text.slice(from, from + length))) continue
      yield [from, from + length]
      from += length - 1
      break
    }
  }
}
