/**
 * What pages read: counted at import from the facts of people who count, so that an answer costs by the
 * number of resources, students and weeks, never by the number of visits. `dayIndex` counts local days
 * from 0 at the course's start date, `week` from 1. A missing row is a zero.
 */
import { decimal, int, mysqlEnum, mysqlTable, primaryKey, tinyint } from 'drizzle-orm/mysql-core'
import { categories } from '#shared/resource-category.ts'
import {
  asciiText,
  count,
  courseId,
  dayIndex,
  exactInstant,
  resourceNo,
  userNo,
  week,
} from './columns.ts'

export const courseDays = mysqlTable(
  'course_days',
  {
    courseId: courseId(),
    dayIndex: dayIndex(),
    content: count('content'),
    communication: count('communication'),
    assessment: count('assessment'),
    uniquePages: count('unique_pages'),
    students: count('students'),
    sessions: count('sessions'),
    sessionMinutes: count('session_minutes'),
    sessionVisits: count('session_visits'),
  },
  (table) => [primaryKey({ columns: [table.courseId, table.dayIndex] })],
)

export const courseHours = mysqlTable(
  'course_hours',
  {
    courseId: courseId(),
    dayIndex: dayIndex(),
    hour: tinyint('hour', { unsigned: true }).notNull(),
    visits: count('visits'),
  },
  (table) => [primaryKey({ columns: [table.courseId, table.dayIndex, table.hour] })],
)

/** Distinct students per category. Week 0 is the whole course, category `any` all three together. */
export const categoryWeeks = mysqlTable(
  'category_weeks',
  {
    courseId: courseId(),
    category: mysqlEnum('category', [...categories, 'any']).notNull(),
    week: week(),
    students: count('students'),
  },
  (table) => [primaryKey({ columns: [table.courseId, table.category, table.week] })],
)

export const resourceDays = mysqlTable(
  'resource_days',
  {
    courseId: courseId(),
    resourceNo: resourceNo(),
    dayIndex: dayIndex(),
    visits: count('visits'),
    students: count('students'),
  },
  (table) => [primaryKey({ columns: [table.courseId, table.resourceNo, table.dayIndex] })],
)

/** Week 0 is the whole course. */
export const resourceWeeks = mysqlTable(
  'resource_weeks',
  {
    courseId: courseId(),
    resourceNo: resourceNo(),
    week: week(),
    visits: count('visits'),
    students: count('students'),
    posts: count('posts'),
    attempts: count('attempts'),
  },
  (table) => [primaryKey({ columns: [table.courseId, table.resourceNo, table.week] })],
)

/** Mean and median of the newest graded attempt of each student. */
export const assessmentGrades = mysqlTable(
  'assessment_grades',
  {
    courseId: courseId(),
    resourceNo: resourceNo(),
    graded: count('graded'),
    average: decimal('average', { precision: 14, scale: 8 }).notNull(),
    median: decimal('median', { precision: 14, scale: 8 }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.courseId, table.resourceNo] })],
)

export const studentDays = mysqlTable(
  'student_days',
  {
    courseId: courseId(),
    dayIndex: dayIndex(),
    userNo: userNo(),
    content: count('content'),
    communication: count('communication'),
    assessment: count('assessment'),
  },
  (table) => [primaryKey({ columns: [table.courseId, table.dayIndex, table.userNo] })],
)

/** Week 0 is the whole course. */
export const studentWeeks = mysqlTable(
  'student_weeks',
  {
    courseId: courseId(),
    week: week(),
    userNo: userNo(),
    visits: count('visits'),
    sessions: count('sessions'),
    lastVisitAt: exactInstant('last_visit_at'),
  },
  (table) => [primaryKey({ columns: [table.courseId, table.week, table.userNo] })],
)

/**
 * What one student did with one resource. There is no index by student: join `resources`. `visitDays` lists the days with visits as
 * `<day index>:<visits>`, space-separated, the count left away where it is 1: `3:2 10 17:4`.
 * `newestGrade` is the newest attempt's (null while it has none), `newestGraded` that of the newest
 * attempt with a grade.
 */
export const studentResources = mysqlTable(
  'student_resources',
  {
    courseId: courseId(),
    resourceNo: resourceNo(),
    userNo: userNo(),
    visits: count('visits'),
    visitDays: asciiText('visit_days', { length: 5000 }).notNull(),
    posts: int('posts', { unsigned: true }).notNull().default(0),
    attempts: int('attempts', { unsigned: true }).notNull().default(0),
    newestGrade: decimal('newest_grade', { precision: 10, scale: 4 }),
    newestGraded: decimal('newest_graded', { precision: 10, scale: 4 }),
    firstVisitAt: exactInstant('first_visit_at'),
    lastVisitAt: exactInstant('last_visit_at'),
  },
  (table) => [primaryKey({ columns: [table.courseId, table.resourceNo, table.userNo] })],
)

const weekday = () => tinyint('weekday', { unsigned: true }).notNull()
const time = () => asciiText('time', { length: 5 }).notNull()

/**
 * The weekdays and times at which repeating events split their weeks (00:00 for those without a time), as far as
 * the two tables below are counted for them. Events at the same time of the week share one row.
 */
export const splitTimes = mysqlTable(
  'split_times',
  { courseId: courseId(), weekday: weekday(), time: time() },
  (table) => [primaryKey({ columns: [table.courseId, table.weekday, table.time] })],
)

/** Visits of each week that are earlier than that. */
export const resourceSplits = mysqlTable(
  'resource_splits',
  {
    courseId: courseId(),
    weekday: weekday(),
    time: time(),
    resourceNo: resourceNo(),
    week: week(),
    visits: count('visits'),
  },
  ({ courseId, weekday, time, resourceNo, week }) => [
    primaryKey({ columns: [courseId, weekday, time, resourceNo, week] }),
  ],
)

export const studentSplits = mysqlTable(
  'student_splits',
  {
    courseId: courseId(),
    weekday: weekday(),
    time: time(),
    userNo: userNo(),
    week: week(),
    visits: count('visits'),
  },
  ({ courseId, weekday, time, userNo, week }) => [
    primaryKey({ columns: [courseId, weekday, time, userNo, week] }),
  ],
)
