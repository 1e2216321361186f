import type { Pool, PoolConnection } from 'mysql2/promise'
import { exactInstant } from '../instant.ts'
import type { ChangeLog } from './change-log.ts'
import type { Resource, ResourcesChange } from './resources.ts'
import { microsOf, selectRows, upsertRows } from './sql.ts'

const columns = {
  resource_no: 'resourceNo',
  is_forum: 'isForum',
  resource_key: 'resourceKey',
  parent_no: 'parentNo',
  title: 'title',
  resource_type: 'resourceType',
  category: 'category',
  position: 'position',
  max_grade: 'maxGrade',
  due_at: 'dueAt',
  gone_since: 'goneSince',
} as const satisfies Record<string, keyof Resource>
const instants = ['due_at', 'gone_since']

export async function selectResources(
  connection: Pool | PoolConnection,
  courseId: number,
): Promise<Resource[]> {
  const named = Object.entries(columns).map(
    ([column, property]) =>
      `${instants.includes(column) ? microsOf(column) : column} AS ${property}`,
  )
  const rows = await selectRows<Resource>(
    connection,
    `SELECT ${named.join()} FROM resources WHERE course_id = ?`,
    [courseId],
  )
  return rows.map((resource) => ({ ...resource, isForum: Boolean(resource.isForum) }))
}

export async function storeResources(
  connection: PoolConnection,
  { courseId, importId }: { courseId: number; importId: number },
  { fresh, changed }: ResourcesChange,
  log: ChangeLog,
) {
  for (const { before } of changed) log.add('resources', rowOf(before))
  const resources = [...fresh, ...changed.map(({ after }) => after)]
  await upsertRows(connection, {
    table: 'resources',
    columns: ['course_id', 'import_id', ...Object.keys(columns)],
    keep: ['course_id', 'import_id', 'resource_no', 'is_forum', 'resource_key'],
    rows: resources.map((resource) => [courseId, importId, ...Object.values(rowOf(resource))]),
  })
}

function rowOf(resource: Resource): Record<string, unknown> {
  const { dueAt, goneSince } = resource
  return {
    ...Object.fromEntries(
      Object.entries(columns).map(([column, property]) => [column, resource[property]]),
    ),
    due_at: dueAt === null ? null : exactInstant(dueAt),
    gone_since: goneSince === null ? null : exactInstant(goneSince),
  }
}
