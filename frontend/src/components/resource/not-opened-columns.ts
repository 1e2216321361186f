import type { NotViewed } from '#shared/figures.ts'
import { formatInstant, formatZone } from '../../texts/format.ts'
import { texts } from '../../texts/texts.ts'
import type { Column } from '../table/column.ts'

export type NotOpenedRow = NotViewed['students'][number]

const t = texts.resource.notOpened

export function notOpenedColumns(timeZone: string): Column<NotOpenedRow>[] {
  return [
    {
      id: 'name',
      kind: 'text',
      header: t.columns.name,
      value: ({ name }) => name,
      note: ({ name }) => name,
    },
    {
      id: 'email',
      kind: 'text',
      header: t.columns.email,
      value: ({ email }) => email || undefined,
      note: ({ email }) => email || undefined,
    },
    {
      id: 'lastSeen',
      kind: 'text',
      isMinor: true,
      header: t.columns.lastSeen,
      definition: t.lastSeen(formatZone(timeZone)),
      value: ({ lastSeenAt }) => lastSeenAt ?? undefined,
      text: ({ lastSeenAt }) =>
        lastSeenAt === null ? t.neverSeen : formatInstant(lastSeenAt, timeZone),
    },
  ]
}

export const keyColumn: Column<NotOpenedRow> = {
  id: 'key',
  kind: 'text',
  header: t.columns.key,
  value: ({ key }) => key,
}

/** Each address once, parted as mail programs take them into their field of recipients. */
export function recipients(students: readonly NotOpenedRow[]): { list: string; count: number } {
  const known = new Map(
    students
      .map(({ email }) => email.trim())
      .filter(Boolean)
      .map((email) => [email.toLowerCase(), email]),
  )
  return { list: [...known.values()].join('; '), count: known.size }
}
