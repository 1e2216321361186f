import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeDemoExport } from '#cli/demo-export/write-demo-export.ts'
import type { DailyVisits, ResourceTable, StudentVisits } from '#shared/figures.ts'
import type { ZonedCourse } from '#shared/local-time.ts'
import { createCourse, runImport } from '../../support/import-run.ts'
import { countedVisits } from '../../support/truth-of-facts.ts'
import { createTestSite, jsonOf } from './site.ts'

/** Zones with odd offsets, whose clocks change (by 30 minutes in one) within the course; one goes across New Year. */
export const walkedCourses: ZonedCourse[] = [
  { startDate: '2025-11-24', weeks: 20, timeZone: 'Australia/Lord_Howe' },
  { startDate: '2026-03-02', weeks: 8, timeZone: 'America/St_Johns' },
  { startDate: '2026-03-02', weeks: 6, timeZone: 'Asia/Kathmandu' },
]
/** A larger walk: `CLOOP_WALK_VISITS=1000000 npm test`. */
export const walkedVisits = Number(process.env['CLOOP_WALK_VISITS'] ?? 40_000)
const students = 150

export const total = (day: DailyVisits['days'][number]) =>
  day.content + day.communication + day.assessment

/** A course with a large export, what its pages show, and its facts read once more. Drop it in `afterAll`. */
export async function createWalkedCourse(course: ZonedCourse) {
  const site = await createTestSite()
  const administrator = await site.addPerson('admin@example.edu', { isAdmin: true })
  const courseId = await createCourse(site.pool, course)
  const directory = await mkdtemp(join(tmpdir(), 'cloop-walk-'))
  const path = join(directory, 'export.zip')
  await writeDemoExport({ ...course, students, visits: walkedVisits, seed: 7, mess: true }, path)
  await runImport(site.pool, courseId, path)
  await rm(directory, { recursive: true })

  const askSite = (path: string) => site.ask(path, { from: administrator })
  const ask = <T>(path: string) => jsonOf<T>(askSite(`/api/courses/${courseId}${path}`))
  return {
    ...{ site, administrator, courseId, course, askSite, ask },
    truth: await countedVisits(site.pool, courseId, course),
    table: await ask<ResourceTable>('/resources/visits'),
    people: await ask<StudentVisits>('/students/visits'),
    days: (await ask<DailyVisits>('/visits/daily')).days,
    drop: () => site.drop(),
  }
}
export type WalkedCourse = Awaited<ReturnType<typeof createWalkedCourse>>
