/**
 * Column types that behave alike on MySQL and MariaDB. Text compares byte by byte: with a
 * case-insensitive collation `Jose`, `jose` and `josé` would be one key.
 */
import { customType, datetime, int, mediumint, smallint, tinyint } from 'drizzle-orm/mysql-core'

/** Text of at most `length` characters, compared exactly. */
export const text = customType<{ data: string; config: { length: number } }>({
  dataType: (config) =>
    `varchar(${config?.length ?? 255}) character set utf8mb4 collate utf8mb4_bin`,
})

/** Identifiers, hashes and tokens: ASCII, compared exactly. */
export const asciiText = customType<{ data: string; config: { length: number } }>({
  dataType: (config) => `varchar(${config?.length ?? 255}) character set ascii collate ascii_bin`,
})

/** The same without a small limit, up to 16 MiB. */
export const longAsciiText = customType<{ data: string }>({
  dataType: () => 'mediumtext character set ascii collate ascii_bin',
})

/** Text without a small limit, up to 16 MiB. */
export const longText = customType<{ data: string }>({
  dataType: () => 'mediumtext character set utf8mb4 collate utf8mb4_bin',
})

/** A JSON document as text: MariaDB has no JSON type of its own, and we never search inside. */
export function jsonText<T>(name: string) {
  return customType<{ data: T; driverData: string }>({
    dataType: () => 'mediumtext character set utf8mb4 collate utf8mb4_bin',
    toDriver: (value) => JSON.stringify(value),
    fromDriver: (value) => JSON.parse(value) as T,
  })(name)
}

/** An instant in UTC to the microsecond, as a `Date` (which keeps milliseconds). */
export const instant = (name: string) => datetime(name, { mode: 'date', fsp: 6 })

/** An instant in UTC to the microsecond, as the text `YYYY-MM-DD HH:MM:SS.ffffff`. */
export const exactInstant = (name: string) => datetime(name, { mode: 'string', fsp: 6 })

/** The small unsigned integers of facts and figures. */
export const courseId = () => int('course_id', { unsigned: true }).notNull()
export const importId = () => int('import_id', { unsigned: true }).notNull()
export const userNo = () => mediumint('user_no', { unsigned: true }).notNull()
export const resourceNo = () => mediumint('resource_no', { unsigned: true }).notNull()
export const dayIndex = () => smallint('day_index', { unsigned: true }).notNull()
export const week = () => tinyint('week', { unsigned: true }).notNull()
export const count = (name: string) => int(name, { unsigned: true }).notNull().default(0)
