import type { Pool, ResultSetHeader } from 'mysql2/promise'
import { publicId } from '#shared/public-id.ts'

/**
 * A course of two weeks from Monday 2016-02-01 in Melbourne (UTC+11), small enough to count by hand.
 *
 *           day 0 Mon       day 3 Thu     day 7 Mon          visits
 * Ann (1)   Reading ×2      Quiz          Reading, Forum     5
 * Bob (2)   Reading                       Forum ×2           3
 * Cyd (3)                                                    0
 * Eve (4) is left out, Tom (5) is staff: neither has a figure.
 *
 * Ann posts twice in week 2; Ann attempts the Quiz twice (7, then 9) and Bob once (6), all in week 1.
 */
const startDate = '2016-02-01'
const weeks = 2
export const ann = 1
export const bob = 2
export const cyd = 3
export const eve = 4
export const tom = 5
export const reading = 1
export const folder = 2
export const quiz = 3
export const forum = 4
export const survey = 5

interface Options {
  code?: string
  title?: string
  lmsServerId?: number | null
  owners?: number[]
}

/** An empty course; its id. */
export async function addEmptyCourse(
  pool: Pool,
  { code = 'ABC10', title = 'A course', lmsServerId = null, owners = [] }: Options = {},
): Promise<number> {
  const [{ insertId: id }] = await pool.query<ResultSetHeader>(
    `INSERT INTO course_offerings (lms_server_id, code, title, start_date, weeks, time_zone, created_at)
     VALUES (?, ?, ?, ?, ?, 'Australia/Melbourne', UTC_TIMESTAMP(6))`,
    [lmsServerId, code, title, startDate, weeks],
  )
  for (const owner of owners) {
    await pool.query('INSERT INTO course_owners (course_id, user_id) VALUES (?, ?)', [id, owner])
  }
  return id
}

/** The course above, as an import would have left its figures; its id. */
export async function addCourse(pool: Pool, options: Options = {}): Promise<number> {
  const id = await addEmptyCourse(pool, options)
  const insert = (table: string, columns: string, rows: unknown[][]) =>
    pool.query(`INSERT INTO ${table} (course_id, ${columns}) VALUES ?`, [
      rows.map((row) => [id, ...row]),
    ])

  await insert(
    'lms_users',
    'user_no, user_key, username, first_name, last_name, email, role, is_student, left_out, import_id',
    [
      [ann, 'u1', 'ann', 'Ann', 'Archer', 'ann@example.edu', '', true, false, 1],
      [bob, 'u2', 'bob', 'Bob', 'Baker', 'bob@example.edu', 'student', true, false, 1],
      [cyd, 'u3', 'cyd', '', '', 'cyd@example.edu', '', true, false, 1],
      [eve, 'u4', 'eve', 'Eve', 'Early', 'eve@example.edu', '', true, true, 1],
      [tom, 'u5', 'tom', 'Tom', 'Tutor', 'tom@example.edu', 'instructor', false, false, 1],
    ],
  )
  await insert(
    'resources',
    'resource_no, is_forum, resource_key, parent_no, title, resource_type, category, position, gone_since, import_id',
    [
      [reading, false, 'k1', folder, 'Reading', 'resource/x-bb-document', 'content', null, null, 1],
      [folder, false, 'k2', null, 'Week 1', 'resource/x-bb-folder', 'content', 1, null, 1],
      [quiz, false, 'k3', folder, 'Quiz', 'assessment/x-bb-qti-test', 'assessment', 2, null, 1],
      [
        forum,
        true,
        'k3',
        null,
        'Forum',
        'resource/x-bb-discussionboard',
        'communication',
        null,
        null,
        1,
      ],
      [
        survey,
        false,
        'k5',
        null,
        'Survey',
        'resource/x-bb-asmt-survey-link',
        'assessment',
        null,
        '2016-02-09 00:00:00',
        1,
      ],
    ],
  )
  await insert(
    'course_days',
    'day_index, content, communication, assessment, unique_pages, students, sessions, session_minutes, session_visits',
    [
      [0, 3, 0, 0, 1, 2, 3, 50, 3],
      [3, 0, 0, 1, 1, 1, 1, 0, 1],
      [7, 1, 3, 0, 2, 2, 2, 25, 4],
    ],
  )
  await insert('course_hours', 'day_index, hour, visits', [
    [0, 9, 3],
    [3, 20, 1],
    [7, 9, 4],
  ])
  await insert('category_weeks', 'category, week, students', [
    ['content', 0, 2],
    ['content', 1, 2],
    ['content', 2, 1],
    ['communication', 0, 2],
    ['communication', 2, 2],
    ['assessment', 0, 1],
    ['assessment', 1, 1],
    ['any', 0, 2],
    ['any', 1, 2],
    ['any', 2, 2],
  ])
  await insert('resource_days', 'resource_no, day_index, visits, students', [
    [reading, 0, 3, 2],
    [reading, 7, 1, 1],
    [quiz, 3, 1, 1],
    [forum, 7, 3, 2],
  ])
  await insert('resource_weeks', 'resource_no, week, visits, students, posts, attempts', [
    [reading, 0, 4, 2, 0, 0],
    [reading, 1, 3, 2, 0, 0],
    [reading, 2, 1, 1, 0, 0],
    [quiz, 0, 1, 1, 0, 3],
    [quiz, 1, 1, 1, 0, 3],
    [forum, 0, 3, 2, 2, 0],
    [forum, 2, 3, 2, 2, 0],
  ])
  await insert('assessment_grades', 'resource_no, graded, average, median', [[quiz, 2, 7.5, 7.5]])
  await insert('student_days', 'day_index, user_no, content, communication, assessment', [
    [0, ann, 2, 0, 0],
    [0, bob, 1, 0, 0],
    [3, ann, 0, 0, 1],
    [7, ann, 1, 1, 0],
    [7, bob, 0, 2, 0],
  ])
  await insert('student_weeks', 'week, user_no, visits, sessions, last_visit_at', [
    [0, ann, 5, 4, '2016-02-07 22:30:00'],
    [0, bob, 3, 2, '2016-02-07 22:15:00.5'],
    [1, ann, 3, 3, '2016-02-04 09:00:00'],
    [1, bob, 1, 1, '2016-01-31 22:00:00'],
    [2, ann, 2, 1, '2016-02-07 22:30:00'],
    [2, bob, 2, 1, '2016-02-07 22:15:00.5'],
  ])
  await insert(
    'student_resources',
    'resource_no, user_no, visits, visit_days, posts, attempts, newest_grade, newest_graded, first_visit_at, last_visit_at',
    [
      [reading, ann, 3, '0:2 7', 0, 0, null, null, '2016-01-31 22:05:00', '2016-02-07 22:10:00'],
      [reading, bob, 1, '0', 0, 0, null, null, '2016-01-31 22:00:00', '2016-01-31 22:00:00'],
      [quiz, ann, 1, '3', 0, 2, 9, 9, '2016-02-04 09:00:00', '2016-02-04 09:00:00'],
      [quiz, bob, 0, '', 0, 1, 6, 6, null, null],
      [forum, ann, 1, '7', 2, 0, null, null, '2016-02-07 22:30:00', '2016-02-07 22:30:00'],
      [forum, bob, 2, '7:2', 0, 0, null, null, '2016-02-07 22:00:00', '2016-02-07 22:15:00.5'],
    ],
  )
  await pool.query(
    "UPDATE course_offerings SET last_activity_at = '2016-02-09 22:15:00' WHERE id = ?",
    [id],
  )
  return id
}

export const idOf = publicId
