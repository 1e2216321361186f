/** Keeps rows of which what is `written` holds every word that was typed; null keeps all. */
export function wordsFilter<Row>(
  search: string,
  written: (row: Row) => readonly (string | null | undefined)[],
): ((row: Row) => boolean) | null {
  const words = search.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return null
  return (row) => {
    const text = written(row).join(' ').toLocaleLowerCase()
    return words.every((word) => text.includes(word))
  }
}
