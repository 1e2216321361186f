/**
 * What exports say. A course numbers its people and resources from 1, so that a visit takes a few
 * bytes; every primary key begins with the course.
 */
import {
  boolean,
  datetime,
  decimal,
  int,
  mediumint,
  mysqlEnum,
  mysqlTable,
  primaryKey,
  unique,
} from 'drizzle-orm/mysql-core'
import { categories } from '#shared/resource-category.ts'
import {
  courseId,
  exactInstant,
  longAsciiText,
  importId,
  resourceNo,
  text,
  userNo,
  week,
} from './columns.ts'

/** People of the LMS. `isStudent` follows from the export's role, `leftOut` is a person's choice. */
export const lmsUsers = mysqlTable(
  'lms_users',
  {
    courseId: courseId(),
    userNo: userNo(),
    userKey: text('user_key', { length: 255 }).notNull(),
    username: text('username', { length: 255 }).notNull(),
    firstName: text('first_name', { length: 255 }).notNull(),
    lastName: text('last_name', { length: 255 }).notNull(),
    email: text('email', { length: 255 }).notNull(),
    role: text('role', { length: 255 }).notNull().default(''),
    groupName: text('group_name', { length: 255 }).notNull().default(''),
    status: text('status', { length: 255 }).notNull().default(''),
    isStudent: boolean('is_student').notNull(),
    leftOut: boolean('left_out').notNull().default(false),
    importId: importId(),
  },
  (table) => [
    primaryKey({ columns: [table.courseId, table.userNo] }),
    unique('lms_users_key').on(table.courseId, table.userKey),
  ],
)

/**
 * Whom somebody left out of the figures and who is not in `lms_users` (any more): the choice outlives an undone
 * import and a cleared course, and holds again when an export brings the person.
 */
export const leftOutPeople = mysqlTable(
  'left_out_people',
  {
    courseId: courseId(),
    userKey: text('user_key', { length: 255 }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.courseId, table.userKey] })],
)

/** Everything that can be opened. A forum and a resource may bear the same key: `isForum` tells them apart. */
export const resources = mysqlTable(
  'resources',
  {
    courseId: courseId(),
    resourceNo: resourceNo(),
    isForum: boolean('is_forum').notNull(),
    resourceKey: text('resource_key', { length: 255 }).notNull(),
    parentNo: mediumint('parent_no', { unsigned: true }),
    title: text('title', { length: 1000 }).notNull(),
    resourceType: text('resource_type', { length: 255 }).notNull(),
    category: mysqlEnum('category', categories).notNull(),
    position: int('position'),
    maxGrade: decimal('max_grade', { precision: 10, scale: 4 }),
    dueAt: exactInstant('due_at'),
    goneSince: exactInstant('gone_since'),
    importId: importId(),
  },
  (table) => [
    primaryKey({ columns: [table.courseId, table.resourceNo] }),
    unique('resources_key').on(table.courseId, table.isForum, table.resourceKey),
  ],
)

const factInstant = (name: string) => datetime(name, { mode: 'string', fsp: 6 }).notNull()

/** One person opens one resource at one instant. In time order within each person: sessions read it so. */
export const visits = mysqlTable(
  'visits',
  {
    courseId: courseId(),
    userNo: userNo(),
    at: factInstant('at'),
    resourceNo: resourceNo(),
    importId: importId(),
  },
  (table) => [primaryKey({ columns: [table.courseId, table.userNo, table.at, table.resourceNo] })],
)

export const posts = mysqlTable(
  'posts',
  {
    courseId: courseId(),
    userNo: userNo(),
    at: factInstant('at'),
    resourceNo: resourceNo(),
    importId: importId(),
  },
  (table) => [primaryKey({ columns: [table.courseId, table.userNo, table.at, table.resourceNo] })],
)

/** Submissions to assessments; `grade` is null until there is one. */
export const attempts = mysqlTable(
  'attempts',
  {
    courseId: courseId(),
    userNo: userNo(),
    at: factInstant('at'),
    resourceNo: resourceNo(),
    grade: decimal('grade', { precision: 10, scale: 4 }),
    importId: importId(),
  },
  (table) => [primaryKey({ columns: [table.courseId, table.userNo, table.at, table.resourceNo] })],
)

/**
 * Runs of visits of a student who counts; worked out from `visits`, never added to. A row holds those that begin
 * in one week, in order: `<start>:<minutes>:<visits>`, space-separated, the start alone where there is but one
 * visit. Starts are epoch microseconds. With a gap of 40 minutes at most 248 fit into a week.
 */
export const lmsSessions = mysqlTable(
  'lms_sessions',
  {
    courseId: courseId(),
    userNo: userNo(),
    week: week(),
    sessions: longAsciiText('sessions').notNull(),
  },
  (table) => [primaryKey({ columns: [table.courseId, table.userNo, table.week] })],
)
