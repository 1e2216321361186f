import type { Task, TaskRun } from '#shared/tasks.ts'
import { adminTexts } from '../../../texts/admin-texts.ts'
import { formatAverage } from '../../../texts/format.ts'
import { actionsColumn, type Column } from '../../table/column.ts'

const t = adminTexts.tasks
type Write = (instant: string) => string

export const stateOf = ({ state }: TaskRun) => t.states[state]

/** `30 seconds ago` would be stale soon: the state and the instant. */
export function lastRunOf({ lastRun }: Task, write: Write): string {
  return lastRun ? `${stateOf(lastRun)}, ${write(lastRun.slotAt)}` : t.never
}
function nextRunOf({ enabled, nextRunAt }: Task, write: Write): string {
  if (!enabled) return t.off
  return nextRunAt ? write(nextRunAt) : t.notKnown
}

export const taskColumns = (write: Write): Column<Task>[] => [
  { id: 'task', kind: 'text', header: t.columns.task, value: ({ name }) => name },
  {
    id: 'cron',
    kind: 'text',
    isMinor: true,
    header: t.columns.times,
    definition: t.columns.timesDefinition,
    value: ({ cron }) => cron,
  },
  {
    id: 'next',
    kind: 'text',
    isMinor: true,
    header: t.columns.next,
    value: ({ enabled, nextRunAt }) => (enabled ? (nextRunAt ?? undefined) : undefined),
    text: (task) => nextRunOf(task, write),
  },
  {
    id: 'last',
    kind: 'text',
    isMinor: true,
    header: t.columns.last,
    value: ({ lastRun }) => lastRun?.slotAt,
    text: (task) => lastRunOf(task, write),
    note: ({ lastRun }) => lastRun?.detail,
  },
  actionsColumn(adminTexts.list.actions),
]

function tookOf({ startedAt, finishedAt }: TaskRun): string {
  if (!startedAt || !finishedAt) return ''
  return t.runs.seconds(formatAverage((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000))
}

export function runColumns(write: Write): Column<TaskRun>[] {
  const minor = { kind: 'text', isMinor: true, isUnsorted: true } as const
  return [
    {
      id: 'slotAt',
      kind: 'text',
      header: t.runs.columns.slot,
      value: ({ slotAt }) => slotAt,
      text: ({ slotAt }) => write(slotAt),
    },
    { ...minor, id: 'task', header: t.runs.columns.task, value: ({ task }) => task },
    { ...minor, id: 'state', header: t.runs.columns.state, value: stateOf },
    { ...minor, id: 'took', kind: 'number', header: t.runs.columns.took, value: tookOf },
    {
      ...minor,
      id: 'detail',
      header: t.runs.columns.detail,
      value: ({ detail }) => detail,
      note: ({ detail }) => detail,
    },
  ]
}
