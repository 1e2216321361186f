import type { PoolConnection } from 'mysql2/promise'
import { CourseFigures, type FiguresSetting } from './figures/course-figures.ts'
import type { Submissions } from './figures/submissions.ts'
import { ChangeLog } from './load/change-log.ts'
import { countAnew } from './load/count-anew.ts'
import { isOtherGap } from './load/course-before.ts'
import { lockUnchanged, selectAges } from './load/course.ts'
import { storeFacts } from './load/fact-store.ts'
import { storedUnlessStale } from './load/figures.ts'
import { storeFirstVisits, type Counting } from './load/first-export.ts'
import { storeFurtherVisits } from './load/further-export.ts'
import { FactsMerge, type FactsChange, type FactTable } from './load/merge-facts.ts'
import { selectMiscounted } from './load/miscounted.ts'
import { storePeople } from './load/people-rows.ts'
import type { PeopleChange } from './load/people.ts'
import { storeResources } from './load/resource-rows.ts'
import type { ResourcesChange } from './load/resources.ts'
import type { ProgressMeter } from './progress.ts'
import type { Decision, ReadExport } from './read-export.ts'

export interface Storing {
  courseId: number
  importId: number
  gapMinutes: number
  workDirectory: string
  progress: ProgressMeter
}

/** What came into the course: rows of facts, people and resources. */
export interface Stored {
  /** Whether all figures were counted anew, since those that were stored could not be built upon. */
  isAnew: boolean
  visits: number
  posts: number
  attempts: number
  people: PeopleChange
  resources: ResourcesChange
}

/** Stores the facts and figures of an export, all in the transaction of `connection`. */
export async function storeExport(
  connection: PoolConnection,
  storing: Storing,
  read: ReadExport,
): Promise<Stored> {
  const { calendar, before, people } = read
  const { courseId, progress } = storing
  const begun = read.decision.then((decision) => beginCounting(connection, storing, read, decision))
  const target = { ...storing, calendar, startMicros: calendar.startMicros }
  const visits = before.course.hasFacts
    ? await storeFurtherVisits(connection, { ...(await begun), ...storing, target, calendar })
    : await storeFirstVisits(connection, target, read.visits, begun)
  const { decision, posts, attempts, figures, setting, mustCountAnew } = await begun

  progress.note('storing figures', read.visits.rows, read.visits.rows)
  const log = new ChangeLog()
  await storePeople(connection, storing, decision.peopleChange, log)
  await storeResources(connection, storing, decision.resourcesChange, log)
  await storeFacts(connection, target, 'posts', posts, log)
  await storeFacts(connection, target, 'attempts', attempts, log)
  await log.store(connection, storing)

  await lockUnchanged(connection, courseId, { course: before.course, leftOut: people.leftOut })
  const isAnew = mustCountAnew || !(await storedUnlessStale(connection, courseId, figures))
  if (isAnew) await countAnew(connection, courseId, setting, (userNo) => people.counts(userNo))
  return {
    isAnew,
    visits,
    posts: posts.fresh.length,
    attempts: attempts.fresh.length + attempts.regraded.length,
    people: decision.peopleChange,
    resources: decision.resourcesChange,
  }
}

interface Begun extends Counting {
  decision: Decision
  posts: FactsChange
  attempts: FactsChange
  setting: FiguresSetting
  /**
   * Whether a resource changed its category, and with it what its visits are; or the figures do not yet follow
   * whom somebody left out, the course's new dates, or the setting that says when a session ends.
   */
  mustCountAnew: boolean
  alsoTouched: Iterable<number>
}

async function beginCounting(
  connection: PoolConnection,
  { courseId, gapMinutes, workDirectory, progress }: Storing,
  read: ReadExport,
  decision: Decision,
): Promise<Begun> {
  const { calendar, people, resources, visits } = read
  const { hasFacts } = read.before.course
  const { peopleChange, resourcesChange } = decision
  const submissions = new Map<number, Submissions>()
  const merged = (table: FactTable) =>
    mergeFacts(connection, { courseId, table, read, decision, submissions })
  const posts = await merged('posts')
  const attempts = await merged('attempts')
  const mustCountAnew =
    resourcesChange.changed.some(({ before, after }) => before.category !== after.category) ||
    read.before.course.areFiguresStale ||
    isOtherGap(read.before.course, gapMinutes) ||
    (hasFacts && (await selectMiscounted(connection, courseId, calendar)).length > 0)
  const categoryOf = resources.categoryIndexes()
  const setting = { calendar, categoryOf, gapMinutes, workDirectory }
  const changedPeople = peopleChange.changed.map(({ after }) => after.userNo)
  return {
    ...{ decision, posts, attempts, setting, mustCountAnew, submissions, visits },
    figures: new CourseFigures(setting),
    people: mustCountAnew ? nobodyCounts(people) : people,
    alsoTouched: [
      ...submissions.keys(),
      ...changedPeople.filter((userNo) => ['joins', 'leaves'].includes(people.standingOf(userNo))),
    ],
    onProgress: (rows) => progress.note('storing visits', rows, visits.rows),
  }
}

/** Their figures are counted afterwards, from what is stored then. */
function nobodyCounts(people: Counting['people']): Counting['people'] {
  return { standingOf: () => 'outside', isKnown: (userNo) => people.isKnown(userNo) }
}

interface Merging {
  courseId: number
  table: FactTable
  read: ReadExport
  decision: Decision
  submissions: Map<number, Submissions>
}

async function mergeFacts(
  connection: PoolConnection,
  { courseId, table, read, decision, submissions }: Merging,
): Promise<FactsChange> {
  const { before, calendar, people } = read
  const { hasFacts } = before.course
  const ages = hasFacts ? await selectAges(connection, courseId) : new Map<number, number>()
  const merge = new FactsMerge({
    ...{ table, calendar, people, submissions },
    rows: read[table],
    isNewerThan: (importId) => (decision.newestAt ?? 0) >= (ages.get(importId) ?? 0),
  })
  // Without facts the connection is busy storing visits, and there is nothing to read.
  if (hasFacts) await merge.readKnown(connection, courseId)
  merge.finish()
  return merge.change
}
