import { afterEach, expect, test } from 'vitest'
import { courseExports } from './course-exports.ts'
import { noDifferences } from './differences.ts'
import { createFaultPlace, patience, type FaultPlace } from './fault-place.ts'
import { leftoversOf, nothingLeft } from './leftovers.ts'
import { locksCourse } from './stages.ts'
import { startWatchedWorker, type Passing, type WatchedWorker } from './watched-worker.ts'

let place: FaultPlace
let worker: WatchedWorker
afterEach(async () => {
  await worker.kill()
  await place.close()
})

const asks =
  (sql: RegExp) =>
  ({ sight }: Passing) =>
    sight.wire === 'sql' && sight.what === 'asks' && sql.test(sight.sql)
const answers =
  (sql: RegExp) =>
  ({ sight }: Passing) =>
    sight.wire === 'sql' && sight.what === 'answers' && sql.test(sight.sql)
const during = (stage: Passing['after'][number], moment: (passing: Passing) => boolean) => {
  return (passing: Passing) => passing.after.includes(stage) && moment(passing)
}
const own = ({ sight }: Passing) => (sight.wire === 'sql' ? sight.connection : 0)
const ofTheLock = ({ standing }: Passing) => standing.lockOn

const moments: [string, (passing: Passing) => boolean, ((passing: Passing) => number)?][] = [
  ['before the row of a claim is written', asks(/^INSERT INTO imports/)],
  ['when the row of a claim is written', answers(/^INSERT INTO imports/)],
  ['before a claim is marked as done', asks(/^UPDATE imports SET claimed_at/)],
  ['when it is to be noted down that a message is published', asks(/SET published_at = UTC/)],
  ['before a lease is committed', during('before the lease', asks(/^COMMIT$/))],
  ['when a lease is committed', during('reading', answers(/^COMMIT$/))],
  ['when the course is locked', answers(locksCourse)],
  ['while an export is read', during('reading', asks(/FROM resources/))],
  ['when a transaction begins', during('in the transaction', answers(/^START TRANSACTION/))],
  ['while visits are sent', during('in the transaction', ({ sight }) => sight.what === 'sends')],
  ['while figures are stored', during('in the transaction', asks(/INTO TABLE course_days/))],
  [
    'of the lock of the course, while figures are stored',
    during('in the transaction', asks(/INTO TABLE course_days/)),
    ofTheLock,
  ],
  [
    'when the import is marked as done',
    during('in the transaction', asks(/state = 'succeeded', l/)),
  ],
  ['before a commit', during('committing', asks(/^COMMIT$/))],
  ['after a commit, before its answer', during('before the acknowledgement', answers(/^COMMIT$/))],
  ['when files are put away', during('before the acknowledgement', asks(/failureText/))],
]

const mostPairs = 4

test(
  'a connection to the database that is cut loses and doubles nothing, whenever it is',
  patience,
  async () => {
    const exports = courseExports({ seed: 2, courses: 2, count: 2 * mostPairs * moments.length })
    place = await createFaultPlace({ courses: 2, exports })
    // One of the cuts leaves a lease behind that nobody knows of.
    worker = await startWatchedWorker(place.env({ IMPORT_LEASE_SECONDS: '2' }))
    worker.letWork()
    for (const [name, isMoment, connectionOf = own] of moments) {
      let cuts = 0
      worker.setTrap((passing) => {
        if (cuts > 0 || !isMoment(passing)) return undefined
        cuts += 1
        return cut(connectionOf(passing), connectionOf === own)
      })
      // An export that is broken or brings nothing new does not come to every moment.
      for (let pairs = 0; cuts === 0 && pairs < mostPairs; pairs += 1) {
        await place.drop()
        await place.drop()
        await place.untilDone(worker.process)
      }
      expect(cuts, name).toBe(1)
      expect(await leftoversOf(place), name).toEqual(nothingLeft)
    }
    expect(await worker.end()).toBe(0)
    expect(await place.compare()).toEqual(noDifferences)
  },
)

/** What was to pass on the connection does not arrive any more. */
async function cut(connection: number, isOwn: boolean) {
  expect(connection).toBeGreaterThan(0)
  await place.pool.query('KILL CONNECTION ?', [connection])
  if (isOwn) throw new Error('cut')
}
