import { readFile } from 'node:fs/promises'
import type { Pool, RowDataPacket } from 'mysql2/promise'
import { categories, type Category } from '#shared/resource-category.ts'

/** What a right import of an export must show, worked out by another program. Weeks and days count from 0. */
export interface Answers {
  course: { start: string; weeks: number; zone: string }
  truth: {
    visits: number
    sessions: number
    students: number
    posts: number
    attempts: number
    skipped: Record<string, number>
    last_activity: string
    daily: Record<Category, number>[]
    day_unique_pages: number[]
    day_students: number[]
    day_sessions: [number, number, number][]
    titles: Record<string, string>
    categories: Record<string, Category>
    parents: Record<string, string>
    page_week: Record<string, number[]>
    page_week_students: Record<string, number[]>
    page_students: Record<string, number>
    page_days: Record<string, number[]>
    not_viewed: Record<string, string[]>
    week_students: Record<Category, number[]>
    all_students: Record<Category, number>
    student_week: Record<string, number[]>
    student_days: Record<string, number[]>
    submit_week: Record<string, number[]>
    post_week: Record<string, number[]>
    latest_grade: Record<string, number | null>
  }
}

export async function readAnswers(path: string): Promise<Answers> {
  return JSON.parse(await readFile(path, 'utf8')) as Answers
}

/** The figures of a course from its tables of figures, in the shape of the answers; `skipped` is not among them. */
export async function figuresAsAnswers(
  pool: Pool,
  courseId: number,
  weeks: number,
): Promise<Omit<Answers['truth'], 'skipped'>> {
  const tables = await readTables(pool, courseId)
  return { ...daysOf(tables, weeks), ...resourcesOf(tables, weeks), ...studentsOf(tables, weeks) }
}

/** The answers as `figuresAsAnswers` gives them: a parent that nobody knows is none, an instant is in UTC. */
export function expectedFigures({ skipped: _, ...truth }: Answers['truth']) {
  const isKnown = (parent: string) => `content:${parent}` in truth.titles
  return {
    ...truth,
    last_activity: new Date(truth.last_activity).toISOString().replace('.000Z', 'Z'),
    parents: Object.fromEntries(
      Object.entries(truth.parents).map(([key, parent]) => [key, isKnown(parent) ? parent : '']),
    ),
  }
}

type Tables = Awaited<ReturnType<typeof readTables>>
type Row = Record<string, string | number | null>

async function readTables(pool: Pool, courseId: number) {
  const all = async (table: string, columns = '*') => {
    const sql = `SELECT ${columns} FROM ${table} WHERE ${table === 'course_offerings' ? 'id' : 'course_id'} = ?`
    const [rows] = await pool.query<RowDataPacket[]>(sql, [courseId])
    return rows as Row[]
  }
  return {
    course: await all('course_offerings', "DATE_FORMAT(last_activity_at, '%Y-%m-%dT%TZ') AS last"),
    days: await all('course_days'),
    people: await all('lms_users', '*, is_student AND NOT left_out AS counts'),
    resources: await all('resources'),
    categoryWeeks: await all('category_weeks'),
    resourceDays: await all('resource_days'),
    resourceWeeks: await all('resource_weeks'),
    studentDays: await all('student_days'),
    studentWeeks: await all('student_weeks'),
    studentResources: await all('student_resources'),
  }
}

const zeros = (length: number): number[] => Array.from({ length }, () => 0)
const sum = (rows: Row[], ...columns: string[]) =>
  rows.reduce(
    (total, row) => total + columns.reduce((part, name) => part + Number(row[name]), 0),
    0,
  )

function daysOf({ course, days, categoryWeeks, resourceWeeks, people }: Tables, weeks: number) {
  const byDay = new Map(days.map((row) => [row.day_index, row]))
  const eachDay = <T>(of: (row: Row) => T): T[] =>
    Array.from({ length: 7 * weeks }, (_, day) => of(byDay.get(day) ?? {}))
  const students = (category: string, week: number) =>
    sum(
      categoryWeeks.filter((row) => row.category === category && row.week === week),
      'students',
    )
  const whole = resourceWeeks.filter(({ week }) => week === 0)
  const count = (value: Row[string] | undefined) => Number(value ?? 0)
  return {
    visits: sum(days, ...categories),
    sessions: sum(days, 'sessions'),
    students: people.filter(({ counts }) => counts).length,
    posts: sum(whole, 'posts'),
    attempts: sum(whole, 'attempts'),
    last_activity: String(course[0]?.last),
    daily: eachDay((row) => byCategory((category) => count(row[category]))),
    day_unique_pages: eachDay((row) => count(row.unique_pages)),
    day_students: eachDay((row) => count(row.students)),
    day_sessions: eachDay((row): [number, number, number] => [
      count(row.sessions),
      count(row.session_minutes),
      count(row.session_visits),
    ]),
    week_students: byCategory((category) =>
      Array.from({ length: weeks }, (_, week) => students(category, week + 1)),
    ),
    all_students: byCategory((category) => students(category, 0)),
  }
}

const byCategory = <T>(of: (category: Category) => T) =>
  Object.fromEntries(categories.map((category) => [category, of(category)])) as Record<Category, T>

function resourcesOf(tables: Tables, weeks: number) {
  const { resources, resourceDays, resourceWeeks, studentResources, people } = tables
  const name = (row: Row) => `${row.is_forum ? 'forum' : 'content'}:${row.resource_key}`
  const keyOf = new Map(resources.map((row) => [row.resource_no, String(row.resource_key)]))
  const own = (rows: Row[], { resource_no }: Row) =>
    rows.filter((row) => row.resource_no === resource_no)
  const weekly = (resource: Row, column: string) => {
    const values = zeros(weeks)
    for (const row of own(resourceWeeks, resource)) {
      if (row.week !== 0) values[Number(row.week) - 1] = Number(row[column])
    }
    return values
  }
  const daily = (resource: Row) => {
    const values = zeros(7 * weeks)
    for (const row of own(resourceDays, resource))
      values[Number(row.day_index)] = Number(row.visits)
    return values
  }
  const each = <T>(of: (resource: Row) => T, rows = resources) =>
    Object.fromEntries(rows.map((resource) => [name(resource), of(resource)]))
  const byKey = (column: string, rows: Row[]) =>
    Object.fromEntries(rows.map((row) => [String(row.resource_key), weekly(row, column)]))
  return {
    titles: each((resource) => String(resource.title)),
    categories: each((resource) => resource.category as Category),
    parents: each(
      (resource) => keyOf.get(resource.parent_no ?? -1) ?? '',
      resources.filter((row) => !row.is_forum),
    ),
    page_week: each((resource) => weekly(resource, 'visits')),
    page_week_students: each((resource) => weekly(resource, 'students')),
    page_students: each((resource) =>
      sum(
        own(resourceWeeks, resource).filter(({ week }) => week === 0),
        'students',
      ),
    ),
    page_days: each(daily),
    not_viewed: each((resource) => {
      const viewers = new Set(
        own(studentResources, resource)
          .filter(({ visits }) => Number(visits) > 0)
          .map(({ user_no }) => user_no),
      )
      return people
        .filter(({ counts, user_no }) => counts && !viewers.has(user_no))
        .map(({ user_key }) => String(user_key))
        .sort()
    }),
    submit_week: byKey(
      'attempts',
      resources.filter(({ category }) => category === 'assessment'),
    ),
    post_week: byKey(
      'posts',
      resources.filter(({ is_forum }) => is_forum),
    ),
  }
}

function studentsOf(tables: Tables, weeks: number) {
  const { people, resources, studentDays, studentWeeks, studentResources } = tables
  const keyOfUser = new Map(people.map((row) => [row.user_no, String(row.user_key)]))
  const keyOfResource = new Map(resources.map((row) => [row.resource_no, String(row.resource_key)]))
  const counting = people.filter(({ counts }) => counts)
  const series = (length: number, fill: (values: number[], user: Row) => void) =>
    Object.fromEntries(
      counting.map((user) => {
        const values = zeros(length)
        fill(values, user)
        return [String(user.user_key), values]
      }),
    )
  const grade = (value: Row[string] | undefined) => (value == null ? null : Number(value))
  return {
    student_week: series(weeks, (values, { user_no }) => {
      for (const row of studentWeeks) {
        if (row.user_no === user_no && row.week !== 0)
          values[Number(row.week) - 1] = Number(row.visits)
      }
    }),
    student_days: series(7 * weeks, (values, { user_no }) => {
      for (const row of studentDays) {
        if (row.user_no === user_no) values[Number(row.day_index)] = sum([row], ...categories)
      }
    }),
    latest_grade: Object.fromEntries(
      studentResources
        .filter(({ attempts }) => Number(attempts) > 0)
        .map((row) => [
          `${keyOfUser.get(row.user_no)}:${keyOfResource.get(row.resource_no)}`,
          grade(row.newest_grade),
        ]),
    ),
  }
}
