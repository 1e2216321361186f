import { join } from 'node:path'
import { CourseTimes } from './course-times.ts'
import { CourseCalendar } from './figures/course-calendar.ts'
import { isoInstant } from './instant.ts'
import type { CourseBefore, CourseState } from './load/course-before.ts'
import { readAttempts, readPosts, type Fact } from './load/facts.ts'
import { People, type PeopleChange } from './load/people.ts'
import { Resources, type ResourcesChange } from './load/resources.ts'
import { readVisits } from './load/visits.ts'
import type { Reading } from './read-rows.ts'
import { VisitBlocks } from './visit-blocks.ts'

/** What an export says, compared with what the course knows; nothing is stored yet. */
export interface ReadExport {
  before: CourseBefore
  calendar: CourseCalendar
  people: People
  resources: Resources
  posts: Fact[]
  attempts: Fact[]
  /** Filled while `decision` is under way. */
  visits: VisitBlocks
  decision: Promise<Decision>
}

/** What becomes known with the last row of the export. */
export interface Decision {
  /** Epoch microseconds of the newest instant that was kept. */
  newestAt: number | null
  peopleChange: PeopleChange
  resourcesChange: ResourcesChange
}

/** Reads the four small files, and begins to read the visits: `decision` is kept when they have been read. */
export async function readExport(
  reading: Reading,
  before: CourseBefore,
  spoolDirectory: string,
): Promise<ReadExport> {
  const { course } = before
  const calendar = new CourseCalendar(course)
  const times = new CourseTimes(calendar, course.timeZone)
  const people = new People(before.people, before.leftOutKeys)
  const resources = new Resources(before.resources)
  const lookup = { people, resources, times }
  await people.read(reading)
  await resources.read(reading, times)
  const posts = await readPosts(reading, lookup)
  const attempts = await readAttempts(reading, lookup)
  const visits = new VisitBlocks(join(spoolDirectory, 'visits'), people.highest)
  const decision = readVisits(reading, lookup, visits).then(
    () => {
      visits.finish()
      return decide(reading, { course, calendar, people, resources })
    },
    (error: unknown) => {
      visits.fail(error)
      throw error
    },
  )
  // Whoever stores waits for it; until then a failure must not count as unhandled.
  decision.catch(() => {})
  return { before, calendar, people, resources, posts, attempts, visits, decision }
}

/** An export is as old as its newest row. One that holds no row that counts is taken to be new. */
function decide(
  { report }: Reading,
  read: { course: CourseState; calendar: CourseCalendar; people: People; resources: Resources },
): Decision {
  const { course, calendar, people, resources } = read
  const { newestAt } = report
  const newestKnown = course.hasFacts ? course.newestImportedAt : null
  const isNewest = newestKnown === null || newestAt === null || newestAt >= newestKnown
  if (!isNewest) {
    report.notice(
      'older_export',
      `The export is older than one that is already stored (its newest row is of ${isoInstant(newestAt)}, ` +
        `the other's of ${isoInstant(newestKnown)}): names stay as they are.`,
    )
  }
  if (course.hasFacts && report.files['activity.txt'].read === 0) {
    report.notice(
      'suspicious_shrink',
      'The export holds no visit at all: those of the course stay.',
      {
        file: 'activity.txt',
      },
    )
  }
  const goneSince = (isNewest ? newestAt : newestKnown) ?? newestKnown ?? calendar.startMicros
  return {
    newestAt,
    peopleChange: people.decide(isNewest, report),
    resourcesChange: resources.decide(isNewest, goneSince, report),
  }
}

/** Waits until nothing is read any more, and lets go of what was read. */
export async function closeExport({ decision, visits }: ReadExport) {
  await Promise.allSettled([decision])
  visits.close()
}
