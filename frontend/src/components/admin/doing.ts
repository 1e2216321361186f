import type { AddressCodec } from '../../address.ts'

/** What is being done on a page, and to what; in the address, so that the back button leaves it. */
export interface Doing {
  what: string
  /** Id, or name, of what it is done to. */
  to: string
}

/** `new`, `edit-12`. */
export const doingCodec: AddressCodec<Doing | null> = {
  read: (raw) => {
    const [, what, , to = ''] = /^([a-z]+)(-(.+))?$/s.exec(raw ?? '') ?? []
    return what ? { what, to } : null
  },
  write: (doing) => (doing ? [doing.what, doing.to].filter(Boolean).join('-') : undefined),
}
