import {
  date,
  index,
  int,
  mysqlEnum,
  mysqlTable,
  primaryKey,
  tinyint,
  unique,
} from 'drizzle-orm/mysql-core'
import { eventKinds, submissionTypes } from '#shared/event-kind.ts'
import { asciiText, courseId, exactInstant, instant, text } from './columns.ts'

/** A Blackboard installation that delivers exports. Its token is shown once and kept as SHA-256. */
export const lmsServers = mysqlTable('lms_servers', {
  id: int('id', { unsigned: true }).autoincrement().primaryKey(),
  name: text('name', { length: 255 }).notNull().unique(),
  description: text('description', { length: 1000 }).notNull().default(''),
  tokenHash: asciiText('token_hash', { length: 64 }).unique(),
  createdAt: instant('created_at').notNull(),
})

/** One run of one course. `figuresVersion` goes up with everything that can change an answer. */
export const courseOfferings = mysqlTable(
  'course_offerings',
  {
    id: int('id', { unsigned: true }).autoincrement().primaryKey(),
    lmsServerId: int('lms_server_id', { unsigned: true }),
    code: text('code', { length: 100 }).notNull(),
    title: text('title', { length: 255 }).notNull(),
    offering: text('offering', { length: 255 }).notNull().default(''),
    lmsType: text('lms_type', { length: 50 }).notNull().default('Blackboard'),
    startDate: date('start_date', { mode: 'string' }).notNull(),
    weeks: tinyint('weeks', { unsigned: true }).notNull(),
    timeZone: asciiText('time_zone', { length: 64 }).notNull(),
    lastActivityAt: exactInstant('last_activity_at'),
    figuresVersion: int('figures_version', { unsigned: true }).notNull().default(1),
    /** Since when the figures no longer follow the course's dates; the worker counts them anew. */
    figuresStaleSince: instant('figures_stale_since'),
    /** Since when somebody left out, or taken in again, waits for the worker to bring the figures after it. */
    recountSince: instant('recount_since'),
    /** `SESSION_GAP_MINUTES` as it was when the sessions were counted; null where there are none. */
    figuresGapMinutes: int('figures_gap_minutes', { unsigned: true }),
    /** Days after the course's end after which what exports brought goes; null: the installation's own rule. */
    keepDays: int('keep_days', { unsigned: true }),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [unique('course_offerings_code').on(table.lmsServerId, table.code)],
)

export const courseOwners = mysqlTable(
  'course_owners',
  {
    courseId: courseId(),
    userId: int('user_id', { unsigned: true }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.courseId, table.userId] }),
    index('course_owners_by_user').on(table.userId),
  ],
)

/** Courses that are deleted and of which rows and files are left; the id is nobody else's ever after. */
export const courseRemovals = mysqlTable('course_removals', {
  courseId: int('course_id', { unsigned: true }).primaryKey(),
  requestedAt: instant('requested_at').notNull(),
})

/** Lectures, exams, deadlines. Which columns are filled follows from `kind`. */
export const courseEvents = mysqlTable(
  'course_events',
  {
    courseId: courseId(),
    id: int('id', { unsigned: true }).autoincrement().notNull().unique(),
    kind: mysqlEnum('kind', eventKinds).notNull(),
    title: text('title', { length: 255 }).notNull(),
    at: instant('at'),
    weekday: tinyint('weekday', { unsigned: true }),
    startWeek: tinyint('start_week', { unsigned: true }),
    endWeek: tinyint('end_week', { unsigned: true }),
    time: asciiText('time', { length: 5 }),
    startAt: instant('start_at'),
    endAt: instant('end_at'),
    submissionType: mysqlEnum('submission_type', submissionTypes),
    calendarUid: text('calendar_uid', { length: 255 }),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.courseId, table.id] })],
)
