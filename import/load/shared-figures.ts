import type { PoolConnection } from 'mysql2/promise'
import { weekOfDayIndex } from '#shared/calendar-days.ts'
import { categories } from '#shared/resource-category.ts'
import {
  dayVisits,
  weekAttempts,
  weekPosts,
  weekStudents,
  weekVisits,
  type ResourceSlots,
} from '../figures/resource-slots.ts'
import { courseDayColumns, courseDayWidth, type SharedFigures } from '../figures/shared-figures.ts'
import { addToTable, type ChangedRow } from './add-to-table.ts'
import { forEachRow, inBatches, selectRows } from './sql.ts'

const weekColumns = ['visits', 'students', 'posts', 'attempts']
const weekPlaces = [weekVisits, weekStudents, weekPosts, weekAttempts]
const weekCategories = [...categories, 'any']
const resourcesPerSelect = 500

/** Adds what changed to what is stored. Throws `FiguresStale` where that cannot be right. */
export async function storeSharedFigures(
  connection: PoolConnection,
  courseId: number,
  figures: SharedFigures,
) {
  const { resources } = figures
  const stored = await storedResources(connection, courseId, resources)
  const uniquePages = new Int32Array(figures.calendar.days)
  await addToTable(connection, courseId, {
    table: 'resource_days',
    keys: ['resource_no', 'day_index'],
    sums: ['visits', 'students'],
    rows: resourceDays(resources, stored, uniquePages),
  })
  await addToTable(connection, courseId, {
    table: 'resource_weeks',
    keys: ['resource_no', 'week'],
    sums: weekColumns,
    rows: resourceWeeks(resources, stored),
  })
  await storeCourseDays(connection, courseId, figures, uniquePages)
  await storeCourseHours(connection, courseId, figures)
  await storeCategoryWeeks(connection, courseId, figures)
}

/** What is stored for the slots that there are, in the same places. Walks the primary keys. */
async function storedResources(
  connection: PoolConnection,
  courseId: number,
  slots: ResourceSlots,
): Promise<Int32Array> {
  const stored = new Int32Array(slots.values.length)
  const numbers = new Set<number>()
  for (const { resourceNo } of slots.entries()) numbers.add(resourceNo)
  for (const batch of inBatches([...numbers], resourcesPerSelect)) {
    await forEachRow(
      connection,
      `SELECT resource_no, day_index, visits, students FROM resource_days
      WHERE course_id = ? AND resource_no IN (?)`,
      [courseId, batch],
      ([resourceNo, day, ...values]) => {
        const offset = slots.find(Number(resourceNo), weekOfDayIndex(Number(day)))
        if (offset !== null) stored.set(values.map(Number), offset + dayVisits(Number(day) % 7))
      },
    )
    await forEachRow(
      connection,
      `SELECT resource_no, week, visits, students, posts, attempts FROM resource_weeks
      WHERE course_id = ? AND resource_no IN (?)`,
      [courseId, batch],
      ([resourceNo, week, ...values]) => {
        const offset = slots.find(Number(resourceNo), Number(week))
        if (offset !== null) stored.set(values.map(Number), offset + weekVisits)
      },
    )
  }
  return stored
}

/** Counts on the way on which days a resource begins or ceases to be among the pages visited. */
function* resourceDays(
  slots: ResourceSlots,
  stored: Int32Array,
  uniquePages: Int32Array,
): Generator<ChangedRow> {
  for (const { resourceNo, week, offset } of slots.entries()) {
    if (week === 0) continue
    for (let dayOfWeek = 0; dayOfWeek < 7; dayOfWeek++) {
      const day = 7 * (week - 1) + dayOfWeek
      const at = offset + dayVisits(dayOfWeek)
      const before = stored[at] ?? 0
      const change = slots.values[at] ?? 0
      uniquePages[day] = (uniquePages[day] ?? 0) + Number(before + change > 0) - Number(before > 0)
      yield {
        key: [resourceNo, day],
        stored: [before, stored[at + 1] ?? 0],
        change: [change, slots.values[at + 1] ?? 0],
      }
    }
  }
}

function* resourceWeeks(slots: ResourceSlots, stored: Int32Array): Generator<ChangedRow> {
  for (const { resourceNo, week, offset } of slots.entries()) {
    yield {
      key: [resourceNo, week],
      stored: weekPlaces.map((place) => stored[offset + place] ?? 0),
      change: weekPlaces.map((place) => slots.values[offset + place] ?? 0),
    }
  }
}

async function storeCourseDays(
  connection: PoolConnection,
  courseId: number,
  { calendar, courseDays }: SharedFigures,
  uniquePages: Int32Array,
) {
  const sums = [...courseDayColumns, 'unique_pages']
  const stored = await storedSums(connection, courseId, 'course_days', ['day_index'], sums)
  await addToTable(connection, courseId, {
    table: 'course_days',
    keys: ['day_index'],
    sums,
    rows: Array.from({ length: calendar.days }, (_, day) => {
      const first = day * courseDayWidth
      const change = [...courseDays.subarray(first, first + courseDayWidth), uniquePages[day] ?? 0]
      return { key: [day], stored: stored.get(`${day}`), change }
    }),
  })
}

async function storeCourseHours(
  connection: PoolConnection,
  courseId: number,
  { courseHours }: SharedFigures,
) {
  const keys = ['day_index', 'hour']
  const stored = await storedSums(connection, courseId, 'course_hours', keys, ['visits'])
  await addToTable(connection, courseId, {
    table: 'course_hours',
    keys,
    sums: ['visits'],
    rows: Array.from(courseHours, (change, index) => {
      const key = [Math.floor(index / 24), index % 24]
      return { key, stored: stored.get(key.join()), change: [change] }
    }),
  })
}

async function storeCategoryWeeks(
  connection: PoolConnection,
  courseId: number,
  { calendar, categoryWeeks }: SharedFigures,
) {
  const keys = ['category', 'week']
  const stored = await storedSums(connection, courseId, 'category_weeks', keys, ['students'])
  await addToTable(connection, courseId, {
    table: 'category_weeks',
    keys,
    sums: ['students'],
    rows: Array.from(categoryWeeks, (change, index) => {
      const category = weekCategories[Math.floor(index / (calendar.weeks + 1))] ?? ''
      const key = [category, index % (calendar.weeks + 1)]
      return { key, stored: stored.get(key.join()), change: [change] }
    }),
  })
}

/** The rows of a small table of the course, by their keys. */
async function storedSums(
  connection: PoolConnection,
  courseId: number,
  table: string,
  keys: string[],
  sums: string[],
): Promise<Map<string, number[]>> {
  const rows = await selectRows<Record<string, number>>(
    connection,
    `SELECT ${[...keys, ...sums].join()} FROM ${table} WHERE course_id = ?`,
    [courseId],
  )
  return new Map(
    rows.map((row) => [keys.map((key) => row[key]).join(), sums.map((sum) => row[sum] ?? 0)]),
  )
}
