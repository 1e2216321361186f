import type { LmsServer } from '#shared/admin.ts'
import { tableOf, type Table } from './csv.ts'

export function serverOf(row: Omit<LmsServer, 'createdAt'> & { createdAt: Date }): LmsServer {
  return { ...row, createdAt: row.createdAt.toISOString() }
}

export const serverTable = (servers: LmsServer[]): Table =>
  tableOf(servers, ['id', 'name', 'description', 'courses', 'createdAt'])
