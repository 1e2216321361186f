import type { Resource } from '#shared/figures.ts'
import { contentTypeName } from '../../texts/content-type-name.ts'

/** One entry for each name of a type among the rows, by alphabet: several types may bear one name. */
export function typeOptions(rows: readonly Resource[]): { value: string; text: string }[] {
  const byName = new Map(rows.map(({ contentType }) => [contentTypeName(contentType), contentType]))
  return [...byName]
    .map(([text, value]) => ({ value, text }))
    .sort((a, b) => a.text.localeCompare(b.text))
}

/** Keeps rows whose title holds the words and whose type is named as `type` is; null keeps all. */
export function resourceFilter(words: string, type: string): ((row: Resource) => boolean) | null {
  const wanted = words.trim().toLocaleLowerCase()
  const name = type && contentTypeName(type)
  if (wanted === '' && name === '') return null
  return ({ title, contentType }) =>
    title.toLocaleLowerCase().includes(wanted) &&
    (name === '' || contentTypeName(contentType) === name)
}
