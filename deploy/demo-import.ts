import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { localInstant, type DemoOptions } from '#cli/demo-export/options.ts'
import { writeDemoExport } from '#cli/demo-export/write-demo-export.ts'
import { addDays } from '#shared/calendar-days.ts'
import type { Course } from '#shared/course.ts'
import { importsSchema, type Import } from '#shared/import.ts'
import { CannotStart, say } from './cannot-start.ts'
import type { SiteClient } from './site-client.ts'

/** The first export is as old, so that the one after it brings something new. */
const exportAgeDays = 3
const pollMilliseconds = 300

interface Place {
  today: string
  dropDirectory: string
  /** Where a second export is laid ready. */
  nextDirectory: string
  stopping: AbortSignal
}

/** Drops an export of the course and waits until it is imported, unless one has been imported before. */
export async function importDemoExport(
  site: SiteClient,
  { course, options }: { course: Course; options: DemoOptions },
  { today, dropDirectory, nextDirectory, stopping }: Place,
): Promise<void> {
  const before = await importsOf(site, course)
  if (before.some(({ state }) => state === 'succeeded')) return
  say('importing the export of the demo course …')
  if (!before.some(isUnderWay)) {
    await writeExport(course, { ...options, until: addDays(today, -exportAgeDays) }, dropDirectory)
  }
  const settled = new Set(before.filter((one) => !isUnderWay(one)).map(({ id }) => id))
  for (;;) {
    const latest = (await importsOf(site, course)).find(({ id }) => !settled.has(id))
    if (latest?.state === 'succeeded') break
    if (latest && !isUnderWay(latest)) {
      throw new CannotStart(`the import of the demo course failed: ${latest.failure?.text}`)
    }
    await pause(pollMilliseconds, undefined, { signal: stopping })
  }
  mkdirSync(nextDirectory, { recursive: true, mode: 0o700 })
  const next = await writeExport(course, { ...options, until: today }, nextDirectory)
  say(`a newer export of the demo course, to be dropped by hand: ${next}`)
}

const isUnderWay = ({ state }: Import) => state === 'queued' || state === 'running'

async function importsOf(site: SiteClient, { id }: Course): Promise<Import[]> {
  return (await site.get(`/api/admin/imports?course=${id}`, importsSchema)).imports
}

/** Under the name that the exporters give: server, course, time of the last activity. */
async function writeExport(course: Course, options: DemoOptions, directory: string) {
  const until = options.until ?? addDays(options.startDate, 7 * options.weeks)
  const seconds = localInstant(until, options.timeZone) / 1000
  const path = join(directory, `${course.lmsServer?.id}_${course.code}_${seconds}.zip`)
  if (!existsSync(path)) await writeDemoExport(options, path)
  return path
}
