import type { ListedCourse } from '#shared/course.ts'
import { knownWeeks } from '../../known-weeks.ts'
import { formatDays, formatInstant, formatNumber, formatZone } from '../../texts/format.ts'
import { texts } from '../../texts/texts.ts'
import type { Column } from '../table/column.ts'
import { wordsFilter } from '../table/words-filter.ts'

const t = texts.courses
type CourseColumn = Column<ListedCourse>

const visitsOf = (course: ListedCourse) => course.visitsByWeek.reduce((sum, week) => sum + week, 0)
const lmsOf = ({ lmsServer, lmsType }: ListedCourse) => lmsServer?.name ?? lmsType

export function importState({ importing, lastImport }: ListedCourse): string {
  if (importing) return t.importing
  return lastImport ? t.importStates[lastImport.state] : t.noImport
}

/** What stands in the minor columns, in one line. */
export function minorFacts(course: ListedCourse): string {
  const dates = formatDays(course.startDate, course.endDate, 'long')
  return [course.code, course.offering, dates].filter(Boolean).join(' · ')
}

function instantWithZone(instant: string | null | undefined, timeZone: string): string | undefined {
  if (!instant) return undefined
  return `${formatInstant(instant, timeZone)} (${formatZone(timeZone)})`
}

/** The weeks of the course that have data: later ones are not drawn as zeros. */
export function sparklineValues(course: ListedCourse): number[] {
  return course.visitsByWeek.slice(0, knownWeeks(course))
}

export function sparklineLabel(course: ListedCourse): string {
  const values = sparklineValues(course)
  return t.sparkline(values.length, visitsOf(course), Math.max(0, ...values))
}

export const courseColumns: CourseColumn[] = [
  {
    id: 'title',
    kind: 'text',
    header: t.course,
    value: (course) => course.title,
    note: (course) => course.title,
  },
  {
    id: 'code',
    kind: 'text',
    isMinor: true,
    header: t.code,
    value: (course) => course.code,
    note: (course) => course.code,
  },
  {
    id: 'offering',
    kind: 'text',
    isMinor: true,
    header: t.offering,
    value: (course) => course.offering,
    note: (course) => course.offering || undefined,
  },
  {
    id: 'lms',
    kind: 'text',
    isMinor: true,
    header: t.lms,
    value: lmsOf,
    note: (course) => [course.lmsType, course.lmsServer?.name].filter(Boolean).join(' · '),
  },
  {
    id: 'dates',
    kind: 'text',
    isMinor: true,
    header: t.dates,
    value: (course) => course.startDate,
    text: (course) => formatDays(course.startDate, course.endDate, 'long'),
    note: (course) => texts.shell.weeks(course.weeks),
  },
  {
    id: 'visits',
    kind: 'number',
    header: t.visitsByWeek,
    definition: t.visitsByWeekDefinition,
    value: visitsOf,
    note: sparklineLabel,
  },
  {
    id: 'students',
    kind: 'number',
    header: t.students,
    definition: t.studentsDefinition,
    value: (course) => course.students,
    text: (course) => formatNumber(course.students),
  },
  {
    id: 'activity',
    kind: 'text',
    header: t.lastActivity,
    definition: t.lastActivityDefinition,
    value: (course) => course.lastActivityAt ?? undefined,
    text: ({ lastActivityAt, timeZone }) =>
      lastActivityAt ? formatInstant(lastActivityAt, timeZone) : t.never,
    note: ({ lastActivityAt, timeZone }) => instantWithZone(lastActivityAt, timeZone),
  },
  {
    id: 'import',
    kind: 'text',
    header: t.import,
    definition: t.importDefinition,
    value: importState,
    note: ({ lastImport, timeZone }) => instantWithZone(lastImport?.finishedAt, timeZone),
  },
]

/** Keeps courses whose title, code, offering or LMS holds every word that was typed; null keeps all. */
export const courseFilter = (search: string) =>
  wordsFilter<ListedCourse>(search, (course) => [
    course.title,
    course.code,
    course.offering,
    lmsOf(course),
  ])
