import { join } from 'node:path'
import type { PoolConnection } from 'mysql2/promise'
import type { CourseCalendar } from '../figures/course-calendar.ts'
import { noSubmissions } from '../figures/submissions.ts'
import type { Standing, VisitEffect } from '../figures/visit-effect.ts'
import { noSessions, type SessionList } from '../sessions.ts'
import { RowSpool } from '../tsv-rows.ts'
import { VisitList } from '../visit-list.ts'
import type { Counting } from './first-export.ts'
import { selectKnownStudents, unknownStudent } from './known-students.ts'
import { selectKnownSessions, widenToSessions } from './known-sessions.ts'
import { forEachWindow, type Window } from './known-visits.ts'
import { loadVisits, writeVisits, type VisitTarget } from './visit-rows.ts'

const studentsPerBatch = 200
const rowsPerBatch = 65_536
const noVisits = new VisitList()

/** A person whom the export touches, with their visits in it. */
interface Touched {
  userNo: number
  visits: VisitList
  standing: Standing
}

interface FurtherExport extends Counting {
  target: VisitTarget
  calendar: CourseCalendar
  /** People whose figures change though the export may hold no visit of theirs. */
  alsoTouched: Iterable<number>
  workDirectory: string
}

/** Stores those visits that the course does not have, and brings the figures of their students up to date. */
export async function storeFurtherVisits(
  connection: PoolConnection,
  further: FurtherExport,
): Promise<number> {
  const { target, workDirectory, visits, onProgress } = further
  const spool = new RowSpool(join(workDirectory, 'visits.tsv'))
  let done = 0
  for (const batch of batchesOf(touchedPeople(further))) {
    await compare(connection, further, batch, spool)
    for (const { visits: own } of batch) done += own.length
    onProgress(Math.min(done, visits.rows))
  }
  return loadVisits(connection, target, spool.chunks(), 'fail')
}

/** Everyone who has visits in the export, in order, and then the others. */
function* touchedPeople({ visits, people, alsoTouched }: FurtherExport): Generator<Touched> {
  const others = new Set(alsoTouched)
  for (const { userNo, visits: own } of visits.students()) {
    others.delete(userNo)
    yield { userNo, visits: own.copy(), standing: people.standingOf(userNo) }
  }
  for (const userNo of [...others].sort((a, b) => a - b)) {
    yield { userNo, visits: noVisits, standing: people.standingOf(userNo) }
  }
}

function* batchesOf(people: Iterable<Touched>): Generator<Touched[]> {
  let batch: Touched[] = []
  let rows = 0
  for (const person of people) {
    batch.push(person)
    rows += person.visits.length
    if (batch.length < studentsPerBatch && rows < rowsPerBatch) continue
    yield batch.sort((a, b) => a.userNo - b.userNo)
    batch = []
    rows = 0
  }
  yield batch.sort((a, b) => a.userNo - b.userNo)
}

async function compare(
  connection: PoolConnection,
  further: FurtherExport,
  batch: Touched[],
  spool: RowSpool,
) {
  const { target, calendar, figures, submissions } = further
  const course = { courseId: target.courseId, calendar }
  const changed: {
    person: Touched
    standing: Exclude<Standing, 'outside'>
    effect: VisitEffect
  }[] = []
  const take = (person: Touched, known: VisitList) => {
    const { userNo, standing } = person
    const fresh = person.visits.without(known)
    writeVisits(spool.rows, target, userNo, fresh)
    spool.flushIfFull()
    if (standing === 'outside') return
    if (standing === 'stays' && fresh.length === 0 && !submissions.has(userNo)) return
    changed.push({ person, standing, effect: figures.effectOf(standing, known, fresh) })
  }
  const people = new Map(batch.map((person) => [person.userNo, person]))
  const sessions = await selectKnownSessions(connection, course, stayingVisitors(further, batch))
  const windows = windowsOf(further, batch, sessions)
  await forEachWindow(connection, course, windows, (userNo, known) => {
    const person = people.get(userNo)
    if (person) take(person, known)
    people.delete(userNo)
  })
  for (const person of people.values()) take(person, noVisits)
  const stored = await selectKnownStudents(
    connection,
    course,
    changed.filter(({ standing }) => standing !== 'joins').map(({ person }) => person.userNo),
  )
  for (const { person, standing, effect } of changed) {
    figures.apply(standing, {
      userNo: person.userNo,
      effect,
      submissions: submissions.get(person.userNo) ?? noSubmissions,
      known: {
        ...(stored.get(person.userNo) ?? unknownStudent()),
        sessions: sessions.get(person.userNo) ?? noSessions(),
      },
    })
  }
}

/** Whose sessions may change in the middle. */
function stayingVisitors({ people }: FurtherExport, batch: Touched[]): number[] {
  return batch
    .filter(({ userNo, visits, standing }) => {
      return standing === 'stays' && visits.length > 0 && people.isKnown(userNo)
    })
    .map(({ userNo }) => userNo)
}

/** Which of the stored visits each person's are to be compared with. */
function windowsOf(
  { people, calendar }: FurtherExport,
  batch: Touched[],
  sessions: ReadonlyMap<number, SessionList>,
): Window[] {
  const end = calendar.startOf(calendar.days)
  const windows: Window[] = []
  for (const { userNo, visits, standing } of batch) {
    if (!people.isKnown(userNo)) continue
    const known = sessions.get(userNo)
    const isWhole = standing === 'joins' || standing === 'leaves'
    if (isWhole) windows.push({ userNo, from: 0, to: end })
    if (isWhole || visits.length === 0) continue
    const window = { userNo, from: visits.at(0), to: visits.at(visits.length - 1) + 1 }
    windows.push(known ? widenToSessions(window, known, end) : window)
  }
  return windows
}
