import { wordsFilter } from '../table/words-filter.ts'

/** Keeps people whose name or key holds every word that was typed; null keeps all. */
export const nameFilter = (search: string) =>
  wordsFilter<{ name: string; key: string }>(search, ({ name, key }) => [name, key])
