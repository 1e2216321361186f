/**
 * How a piece of a page's state is written into the query of its address. `write` answers undefined for
 * the usual state, which leaves the address short; `read` takes whatever somebody may have typed there.
 */
export interface AddressCodec<T> {
  read: (raw: string | undefined) => T
  write: (value: T) => string | undefined
}

export const text: AddressCodec<string> = {
  read: (raw) => raw ?? '',
  write: (value) => value || undefined,
}

/** One of the given words; the first is the usual one. */
export function oneOf<const Words extends readonly [string, ...string[]]>(
  words: Words,
): AddressCodec<Words[number]> {
  return {
    read: (raw) => words.find((word) => word === raw) ?? words[0],
    write: (value) => (value === words[0] ? undefined : value),
  }
}

/** A whole number between the two, or null. */
export function wholeNumber(lowest: number, highest: number): AddressCodec<number | null> {
  return {
    read: (raw) => {
      const value = /^\d+$/.test(raw ?? '') ? Number(raw) : NaN
      return value >= lowest && value <= highest ? value : null
    },
    write: (value) => (value === null ? undefined : String(value)),
  }
}

/** By which column a table is sorted: `total`, or `-total` for the largest first. */
export interface Sorting {
  column: string
  isDescending: boolean
}

export const sorting: AddressCodec<Sorting | null> = {
  read: (raw) => {
    if (!raw || raw === '-') return null
    return raw.startsWith('-')
      ? { column: raw.slice(1), isDescending: true }
      : { column: raw, isDescending: false }
  },
  write: (value) => (value ? `${value.isDescending ? '-' : ''}${value.column}` : undefined),
}

/** Which rows of a tree are open: all of them, or those of these numbers (`2.7.19`). */
export type OpenRows = 'all' | ReadonlySet<number>

export const openRows: AddressCodec<OpenRows> = {
  read: (raw) => {
    if (raw === 'all') return 'all'
    const numbers = (raw ?? '').split('.').filter((part) => /^\d+$/.test(part))
    return new Set(numbers.map(Number))
  },
  write: (value) => {
    if (value === 'all') return 'all'
    return [...value].sort((a, b) => a - b).join('.') || undefined
  },
}
