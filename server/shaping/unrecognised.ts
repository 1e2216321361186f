import type { Page } from '#shared/page.ts'

interface File {
  name: string
  sizeBytes: number
  foundAt: Date
}

interface Wish extends Page {
  q?: string | undefined
  sort: 'newest' | 'name' | 'largest'
}

/** The part of the files that is asked for. */
export function pageOfFiles<Some extends File>(files: Some[], wish: Wish): Some[] {
  const part = wish.q?.toLowerCase() ?? ''
  return files
    .filter(({ name }) => name.toLowerCase().includes(part))
    .sort((a, b) => orders[wish.sort](a, b) || byName(a, b))
    .slice(wish.offset, wish.offset + wish.limit)
}

const byName = (a: File, b: File) => (a.name < b.name ? -1 : Number(a.name > b.name))
const orders: Record<Wish['sort'], (a: File, b: File) => number> = {
  newest: (a, b) => b.foundAt.getTime() - a.foundAt.getTime(),
  name: byName,
  largest: (a, b) => b.sizeBytes - a.sizeBytes,
}
