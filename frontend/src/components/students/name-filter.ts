/** Keeps people whose name or key holds every word that was typed; null keeps all. */
export function nameFilter(
  search: string,
): ((person: { name: string; key: string }) => boolean) | null {
  const words = search.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return null
  return ({ name, key }) => {
    const written = `${name} ${key}`.toLocaleLowerCase()
    return words.every((word) => written.includes(word))
  }
}
