import { bigint, int, mysqlEnum, mysqlTable } from 'drizzle-orm/mysql-core'
import { asciiText, instant, jsonText, text } from './columns.ts'

/** What holds for the whole site, by name; what has no row does not hold. */
export const siteState = mysqlTable('site_state', {
  name: asciiText('name', { length: 32 }).primaryKey(),
  value: jsonText<Record<string, unknown>>('value').notNull(),
  since: instant('since').notNull(),
})

/** A check asks each queue; the worker that takes the question writes when it did. */
export const queueQuestions = mysqlTable('queue_questions', {
  id: int('id', { unsigned: true }).autoincrement().primaryKey(),
  queue: mysqlEnum('queue', ['import', 'mail', 'task']).notNull(),
  askedAt: instant('asked_at').notNull(),
  answeredAt: instant('answered_at'),
})

/** Backups that were made of this database and found whole. */
export const backups = mysqlTable('backups', {
  id: int('id', { unsigned: true }).autoincrement().primaryKey(),
  fileName: text('file_name', { length: 255 }).notNull(),
  sizeBytes: bigint('size_bytes', { mode: 'number', unsigned: true }).notNull(),
  sha256: asciiText('sha256', { length: 64 }).notNull(),
  madeAt: instant('made_at').notNull(),
})
