import type { RepeatingEvent, WeekHalves } from '#shared/before-after.ts'
import { weekDates } from '#shared/calendar-days.ts'
import type { Course } from '#shared/course.ts'
import { knownWeeks } from '../../known-weeks.ts'
import { dayOfInstant, formatDay, formatDays, formatPercent } from '../../texts/format.ts'
import { texts } from '../../texts/texts.ts'
import type { Column } from '../table/column.ts'
import { percentBefore, sumOf, type Halves, type HalvesRow } from './halves.ts'

interface Input<Row> {
  /** What names a row. */
  first: Column<Row>
  course: Course
  event: RepeatingEvent
  /** All rows together: what stands below the table. */
  totals: Halves
}

const t = texts.beforeAfter

/** The id of a week's column: `w3` for index 2. */
export const weekColumnId = (index: number) => `w${index + 1}`

/** What names a row, its weeks, and at its end the share before the event. */
export function beforeAfterColumns<Row extends HalvesRow>(input: Input<Row>): Column<Row>[] {
  const { first, course } = input
  const weeks = Array.from({ length: course.weeks }, (_, index) => weekColumn(input, index))
  return [first, ...weeks, shareColumn(input)]
}

export const shareText = (halves: WeekHalves) => {
  const percent = percentBefore(halves)
  return percent === undefined ? '–' : formatPercent(percent)
}

/** The figures of one cell with their base: `Week 3, …: 12 of 42 visits before (28.6 %), 30 after`. */
function noteOf(
  when: string,
  halves: WeekHalves,
  isUnfinished: boolean,
  { lastActivityAt, timeZone }: Course,
): string {
  const percent = percentBefore(halves)
  const figures =
    percent === undefined ? t.nobody(when) : t.note(when, halves, formatPercent(percent))
  if (!isUnfinished || lastActivityAt === null) return figures
  return `${figures}. ${t.dataEnd(formatDay(dayOfInstant(lastActivityAt, timeZone), 'weekday'))}`
}

/** Whether the data end within the week: what came after the event is not all known then. */
function isUnfinishedWeek({ lastActivityAt, timeZone, ...dates }: Course, week: number): boolean {
  if (lastActivityAt === null) return false
  const { firstDay, lastDay } = weekDates(dates, week)
  const end = dayOfInstant(lastActivityAt, timeZone)
  return firstDay <= end && end < lastDay
}

/** What a cell draws: nothing where the event does not take place, or no export has told of the week yet. */
export function halvesIn(course: Course, { weeks }: HalvesRow, index: number): WeekHalves | null {
  return index < knownWeeks(course) ? (weeks[index] ?? null) : null
}

function weekColumn<Row extends HalvesRow>(
  { course, event, totals }: Input<Row>,
  index: number,
): Column<Row> {
  const week = index + 1
  const { firstDay, lastDay } = weekDates(course, week)
  const when = texts.resources.weekWithDates(week, formatDays(firstDay, lastDay))
  const isKnown = week <= knownWeeks(course)
  const isUnfinished = isUnfinishedWeek(course, week)
  const isOn = week >= event.startWeek && week <= event.endWeek
  const nothing = isOn ? texts.resources.noDataYet(when) : t.notInThisWeek(when, event.title)
  const halvesOf = (row: Row) => halvesIn(course, row, index)
  const total = halvesIn(course, { id: 0, weeks: totals }, index)
  return {
    id: weekColumnId(index),
    kind: 'number',
    widthRem: 3.5,
    header: texts.shell.weekShort(week),
    subheader: formatDay(firstDay),
    definition: isOn && isKnown ? t.weekDefinition(when) : nothing,
    value: (row) => halvesOf(row)?.before,
    text: (row) => {
      const halves = halvesOf(row)
      return halves ? t.spoken(halves) : isOn ? '–' : ''
    },
    note: (row) => {
      const halves = halvesOf(row)
      return halves ? noteOf(when, halves, isUnfinished, course) : nothing
    },
    csv: (['before', 'after'] as const).map((half) => ({
      header: t.csvWeek(texts.shell.weekShort(week), formatDay(firstDay), t[half]),
      value: (row: Row) => halvesOf(row)?.[half],
    })),
    total: total ? shareText(total) : '',
    totalNote: total ? noteOf(when, total, isUnfinished, course) : nothing,
  }
}

/** `64.0 % before` */
function shareBefore(halves: WeekHalves): string {
  return percentBefore(halves) === undefined ? '–' : t.shareBefore(shareText(halves))
}

function shareColumn<Row extends HalvesRow>({ course, event, totals }: Input<Row>): Column<Row> {
  const total = sumOf(totals)
  const isUnfinished = totals.some((week, index) => week && isUnfinishedWeek(course, index + 1))
  return {
    id: 'before',
    kind: 'number',
    widthRem: 7.5,
    isEnd: true,
    header: t.share,
    definition: t.shareDefinition(event.title),
    value: ({ weeks }) => {
      const percent = percentBefore(sumOf(weeks))
      return percent === undefined ? undefined : Math.round(10 * percent) / 10
    },
    text: ({ weeks }) => shareBefore(sumOf(weeks)),
    note: ({ weeks }) => noteOf(t.allWeeks, sumOf(weeks), isUnfinished, course),
    total: shareBefore(total),
    totalNote: noteOf(t.allWeeks, total, isUnfinished, course),
  }
}
