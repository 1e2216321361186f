import type { PoolConnection } from 'mysql2/promise'
import { Breather } from '../breather.ts'
import type { CourseFigures } from '../figures/course-figures.ts'
import { noSubmissions, type Submissions } from '../figures/submissions.ts'
import type { Standing } from '../figures/visit-effect.ts'
import type { VisitBlocks } from '../visit-blocks.ts'
import { VisitList } from '../visit-list.ts'
import { unknownStudent } from './known-students.ts'
import { arrivingRows, loadVisits, type VisitTarget } from './visit-rows.ts'

const noVisits = new VisitList()

export interface Counting {
  visits: VisitBlocks
  people: { standingOf: (userNo: number) => Standing; isKnown: (userNo: number) => boolean }
  submissions: ReadonlyMap<number, Submissions>
  figures: CourseFigures
  /** Called now and then with the visits that are done. */
  onProgress: (rows: number) => void
}

/**
 * Stores the visits of a course that has none, while its export is still being read: so reading and storing
 * overlap. `counting` begins when reading has ended. Answers how many visits are stored.
 */
export async function storeFirstVisits(
  connection: PoolConnection,
  target: VisitTarget,
  visits: VisitBlocks,
  counting: Promise<Counting>,
): Promise<number> {
  // Both are waited for, also where one fails: a statement must not outlive its transaction.
  let begun: Counting | undefined
  const rows = arrivingRows(target, visits, (sent) => begun?.onProgress(sent))
  const [counted, loaded] = await Promise.allSettled([
    counting.then((now) => {
      begun = now
      now.onProgress(0)
      return countFirstVisits(now)
    }),
    loadVisits(connection, target, rows, 'keep_stored'),
  ])
  if (counted.status === 'rejected') throw counted.reason
  if (loaded.status === 'rejected') throw loaded.reason
  if (loaded.value !== counted.value) {
    throw new Error(`visits: ${counted.value} were counted, ${loaded.value} stored`)
  }
  return loaded.value
}

/** Counts every student for the first time; answers how many different visits there are, also of others. */
async function countFirstVisits(counting: Counting): Promise<number> {
  const { visits, people, submissions, figures } = counting
  const breather = new Breather()
  const silent = new Map(submissions)
  let stored = 0
  const count = (userNo: number, own: VisitList) => {
    const standing = people.standingOf(userNo)
    if (standing === 'outside') return
    figures.apply(standing, {
      userNo,
      effect: figures.effectOf(standing, noVisits, own),
      submissions: submissions.get(userNo) ?? noSubmissions,
      known: unknownStudent(),
    })
  }
  for (const { userNo, visits: own } of visits.students()) {
    stored += own.length
    silent.delete(userNo)
    count(userNo, own)
    await breather.pause()
  }
  for (const userNo of silent.keys()) count(userNo, noVisits)
  return stored
}
