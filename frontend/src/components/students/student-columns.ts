import type { Course } from '#shared/course.ts'
import { formatInstant, formatNumber, formatZone } from '../../texts/format.ts'
import { texts } from '../../texts/texts.ts'
import { actionsColumn, type Column } from '../table/column.ts'
import { inactiveDays, stateOf, type Student } from './student-state.ts'

type StudentColumn = Column<Student>
type CourseTimes = Pick<Course, 'lastActivityAt' | 'timeZone'>

const t = texts.students

/** The newest activity, to which silence is measured: `8 Nov, 23:58 (Adelaide time)`. */
export function newestActivity({ lastActivityAt, timeZone }: CourseTimes): string {
  if (!lastActivityAt) return ''
  return `${formatInstant(lastActivityAt, timeZone)} (${formatZone(timeZone)})`
}

/** Columns of the overview; that of the groups only where there are any. */
export function studentColumns(course: CourseTimes, hasGroups: boolean): StudentColumn[] {
  return [
    {
      id: 'name',
      kind: 'text',
      widthRem: 14,
      header: t.columns.name,
      value: ({ name }) => name,
      note: ({ name, email, key, group }) =>
        [name, email, t.page.key(key), group].filter(Boolean).join(' · '),
    },
    {
      id: 'email',
      kind: 'text',
      widthRem: 16,
      isMinor: true,
      header: t.columns.email,
      value: ({ email }) => email,
      note: ({ email }) => email || undefined,
    },
    ...(hasGroups ? [groupColumn] : []),
    countColumn('visits'),
    countColumn('sessions'),
    ...silenceColumns(course),
    {
      id: 'state',
      kind: 'text',
      widthRem: 7,
      header: t.columns.state,
      definition: t.definitions.state(inactiveDays),
      value: (student) => t.states[stateOf(student)],
    },
    { ...actionsColumn(t.columns.actions), widthRem: 7 },
  ]
}

const groupColumn: StudentColumn = {
  id: 'group',
  kind: 'text',
  widthRem: 8,
  isMinor: true,
  header: t.columns.group,
  value: ({ group }) => group || undefined,
}

/** Of who is left out nothing is counted: that is no zero. */
function countColumn(id: 'visits' | 'sessions'): StudentColumn {
  return {
    id,
    kind: 'number',
    widthRem: 5.5,
    header: t.columns[id],
    definition: t.definitions[id],
    value: (student) => (student.leftOut ? undefined : student[id]),
    text: (student) => (student.leftOut ? '–' : formatNumber(student[id])),
  }
}

function silenceColumns(course: CourseTimes): StudentColumn[] {
  const { timeZone } = course
  return [
    {
      id: 'lastSeen',
      kind: 'text',
      widthRem: 8.5,
      header: t.columns.lastSeen,
      definition: t.definitions.lastSeen(formatZone(timeZone)),
      value: ({ lastSeenAt }) => lastSeenAt ?? undefined,
      text: ({ lastSeenAt }) => (lastSeenAt ? formatInstant(lastSeenAt, timeZone) : '–'),
    },
    {
      id: 'daysSilent',
      kind: 'number',
      widthRem: 6.5,
      header: t.columns.daysSilent,
      definition: t.definitions.daysSilent(newestActivity(course)),
      value: ({ daysSilent }) => daysSilent ?? undefined,
      text: ({ daysSilent }) => (daysSilent === null ? '–' : formatNumber(daysSilent)),
    },
  ]
}

/** What a CSV of students holds besides the columns in view. */
export const studentCsvColumns = <Row extends { key: string }>(): Column<Row>[] => [
  { id: 'key', kind: 'text', header: t.columns.key, value: ({ key }) => key },
]
