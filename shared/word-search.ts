/** Without case and accents, so that `jose` finds `José`. */
const folded = (text: string) =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase('en')

const wordsOf = (text: string) =>
  folded(text)
    .split(/[^\p{L}\p{N}_]+/u)
    .filter(Boolean)

/**
 * Whether each word that is looked for begins a word of one of the texts, or the whole search the text.
 */
export function matcherOf(search: string): (...texts: string[]) => boolean {
  const wanted = wordsOf(search)
  const whole = folded(search.trim())
  return (...texts) => {
    if (texts.some((text) => folded(text).startsWith(whole))) return true
    const words = texts.flatMap(wordsOf)
    return wanted.length > 0 && wanted.every((part) => words.some((word) => word.startsWith(part)))
  }
}
