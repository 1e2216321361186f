import type { AddressCodec } from '../../address.ts'

/** What is being done with the events of a course; in the address, so that the back button leaves it. */
export type Doing =
  | { what: 'new' | 'repeating' | 'import' | 'copy' }
  /** Of one event: changing it, or making another like it. */
  | { what: 'edit' | 'duplicate'; id: number }

/** Where half-made events of a course are kept. */
export const draftsPlace = ({ id }: { id: number }) => `events/${id}`

/** `repeating` is a new event of that kind. */
const withoutEvent = ['new', 'repeating', 'import', 'copy'] as const
const withEvent = ['edit', 'duplicate'] as const

/** `new`, `edit-12`. */
export const doingCodec: AddressCodec<Doing | null> = {
  read: (raw) => {
    const [word, number] = (raw ?? '').split('-')
    const plain = withoutEvent.find((what) => what === raw)
    if (plain) return { what: plain }
    const what = withEvent.find((one) => one === word)
    return what && /^[1-9]\d{0,9}$/.test(number ?? '') ? { what, id: Number(number) } : null
  },
  write: (doing) => {
    if (!doing) return undefined
    return 'id' in doing ? `${doing.what}-${doing.id}` : doing.what
  },
}
