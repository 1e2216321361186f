import type { UnrecognisedFile, UnrecognisedQuery } from '#shared/unrecognised.ts'
import { tableOf, type Table } from './csv.ts'

interface File {
  name: string
  sizeBytes: number
  foundAt: Date
}

/** The files that are asked for, in their order. */
export function fittingFiles<Some extends File>(
  files: Some[],
  { q, sort }: Pick<UnrecognisedQuery, 'q' | 'sort'>,
): Some[] {
  const part = q?.toLowerCase() ?? ''
  const direction = sort.startsWith('-') ? -1 : 1
  const order = orders[sort.replace('-', '') as keyof typeof orders]
  return files
    .filter(({ name }) => name.toLowerCase().includes(part))
    .sort((a, b) => direction * order(a, b) || byName(a, b))
}

const byName = (a: File, b: File) => (a.name < b.name ? -1 : Number(a.name > b.name))
const orders = {
  name: byName,
  foundAt: (a: File, b: File) => a.foundAt.getTime() - b.foundAt.getTime(),
  sizeBytes: (a: File, b: File) => a.sizeBytes - b.sizeBytes,
}

export const fileTable = (files: UnrecognisedFile[]): Table =>
  tableOf(files, ['name', 'directory', 'sizeBytes', 'foundAt', 'reason'])
