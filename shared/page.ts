import { z } from 'zod'
import { numberInAddress } from './number-in-address.ts'

const mostRows = 200
const limit = numberInAddress.pipe(z.int().min(1).max(mostRows))

export interface Page {
  limit: number
  offset: number
}

/**
 * Which part of a list is asked for; a request's query takes these fields in. As CSV, without a limit, a list
 * has all rows that fit.
 */
export const listPage = {
  limit: limit.optional(),
  offset: numberInAddress.pipe(z.int().max(10_000_000)).default(0),
  format: z.enum(['json', 'csv']).optional(),
}

/** The part of a list that a query asks for. */
export const partOf = ({
  limit = mostRows,
  offset,
}: {
  limit?: number | undefined
  offset: number
}) => ({
  limit,
  offset,
})

export type Order<Column extends string> = Column | `-${Column}`

/** By which column a list is sorted; `-` before its name turns the order around. */
export function sortedBy<const Columns extends readonly [string, ...string[]]>(
  columns: Columns,
  usual: Order<Columns[number]>,
) {
  const orders = columns.flatMap((column) => [column, `-${column}`])
  return z.enum(orders as [Order<Columns[number]>]).default(usual as never)
}
