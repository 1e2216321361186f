import { asc, desc, type SQL, type SQLWrapper } from 'drizzle-orm'
import type { Order } from '#shared/page.ts'

/**
 * What a list is sorted by, with the row's own number last, so that each row has one place and no page of the
 * list shows it twice or never.
 */
export function orderBy<Column extends string>(
  sort: Order<Column>,
  columns: Record<Column, SQLWrapper | SQLWrapper[]>,
  id: SQLWrapper,
): SQL[] {
  const isDescending = sort.startsWith('-')
  const column = columns[(isDescending ? sort.slice(1) : sort) as Column]
  return [column, id].flat().map(isDescending ? desc : asc)
}
