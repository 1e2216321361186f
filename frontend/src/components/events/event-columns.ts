import { texts } from '../../texts/texts.ts'
import { actionsColumn, type Column } from '../table/column.ts'
import { kindText, weeksText, type EventRow } from './event-row.ts'
import type { CourseEvent } from '#shared/event.ts'

const t = texts.events.columns

export type CourseEventRow = EventRow<CourseEvent>

export const eventColumns: Column<CourseEventRow>[] = [
  {
    id: 'title',
    kind: 'text',
    header: t.title,
    value: ({ event }) => event.title,
    note: ({ event }) => event.title,
  },
  {
    id: 'kind',
    kind: 'text',
    isMinor: true,
    header: t.kind,
    value: ({ event }) => kindText(event),
  },
  {
    id: 'when',
    kind: 'text',
    isMinor: true,
    header: t.when,
    value: ({ begins }) => begins,
    text: ({ when }) => when,
  },
  {
    id: 'weeks',
    kind: 'text',
    isMinor: true,
    header: t.weeks,
    definition: t.weeksDefinition,
    value: ({ weeks }) => weeks?.first,
    text: ({ weeks }) => weeksText(weeks),
  },
  actionsColumn(t.actions),
]
