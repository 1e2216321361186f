import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll } from 'vitest'
import { demoCourse, demoEvents } from '#cli/demo-export/demo-events.ts'
import type { DemoOptions } from '#cli/demo-export/options.ts'
import { writeDemoExport } from '#cli/demo-export/write-demo-export.ts'
import { courseAnswerSchema, type Course } from '#shared/course.ts'
import { dailyVisitsSchema, type DailyVisits } from '#shared/figures.ts'
import { addCourse, addEvents, importExport } from './site-content.ts'
import type { WholeSite } from './whole-site.ts'

/** Eight weeks in a zone whose clocks change in the fifth, exported after six of them. */
const demo: DemoOptions = {
  students: 30,
  weeks: 8,
  visits: 5000,
  seed: 4,
  startDate: '2026-03-02',
  timeZone: 'Australia/Adelaide',
  until: '2026-04-13',
}
/** Days that the export tells of. */
export const knownDays = 42

/** The demo course in small, with its events, made and filled as an administrator does it. */
export async function addDemoCourse(
  { site, lmsServerId, owner }: WholeSite,
  more: { code?: string } = {},
): Promise<Course> {
  const wanted = { ...demoCourse(demo), lmsServerId, ownerIds: [owner.id], ...more }
  const course = await addCourse(site, wanted)
  await addEvents(site, course, demoEvents(demo))
  await importExport(site, course, await demoExport())
  return (await owner.client.get(`/api/courses/${course.id}`, courseAnswerSchema)).course
}

/** The bytes of an export of the demo course; as exported at another time where `changes` say so. */
export async function demoExport(changes: Partial<DemoOptions> = {}): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'cloop-demo-'))
  try {
    const path = join(folder, 'export.zip')
    await writeDemoExport({ ...demo, ...changes }, path)
    return await readFile(path)
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** For one test file: the demo course on its site. */
export function useDemoCourse(world: WholeSite) {
  let course: Course
  beforeAll(async () => {
    course = await addDemoCourse(world)
  })
  return {
    get course() {
      return course
    },
    /** What the interface says about the days of a course. */
    dailyVisits: ({ id } = course): Promise<DailyVisits> =>
      world.owner.client.get(`/api/courses/${id}/visits/daily`, dailyVisitsSchema),
  }
}

/** Visits of all categories on some days. */
export function visitsOn(days: DailyVisits['days']): number {
  return days.reduce((sum, day) => sum + day.content + day.communication + day.assessment, 0)
}
