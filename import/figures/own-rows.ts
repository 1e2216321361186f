import { join } from 'node:path'
import type { SessionChange } from '../sessions.ts'
import { RowSpool } from '../tsv-rows.ts'
import type { CourseCalendar } from './course-calendar.ts'
import type { KnownSubmitted, KnownWeek } from './known-student.ts'
import { writeVisitDays, type OpenedDays } from './opened-days.ts'

/** The tables whose rows belong to one student each, with their columns but `course_id`. */
export const ownTables = {
  lms_sessions: ['user_no', 'started_at', 'day_index', 'minutes', 'visits'],
  student_days: ['day_index', 'user_no', 'content', 'communication', 'assessment'],
  student_weeks: ['week', 'user_no', 'visits', 'sessions', 'last_visit_at'],
  student_resources: [
    'resource_no',
    'user_no',
    'visits',
    'visit_days',
    'posts',
    'attempts',
    'newest_grade',
    'newest_graded',
    'first_visit_at',
    'last_visit_at',
  ],
} as const
export type OwnTable = keyof typeof ownTables

/** Sessions of one student that start between two instants (epoch microseconds), both included. */
export interface SessionRange {
  userNo: number
  from: number
  to: number
}

/** Rows of single students that are to be written anew. They wait in files, since the connection is busy. */
export class OwnRows {
  /** Students of whom everything goes. */
  readonly removed: number[] = []
  readonly removedSessions: SessionRange[] = []
  readonly #calendar: CourseCalendar
  readonly #spools: Record<OwnTable, RowSpool>

  constructor(calendar: CourseCalendar, workDirectory: string) {
    this.#calendar = calendar
    const spool = (table: OwnTable) => new RowSpool(join(workDirectory, `${table}.tsv`))
    this.#spools = {
      lms_sessions: spool('lms_sessions'),
      student_days: spool('student_days'),
      student_weeks: spool('student_weeks'),
      student_resources: spool('student_resources'),
    }
  }

  /** Everything of a student who no longer counts goes. */
  remove(userNo: number) {
    this.removed.push(userNo)
  }

  replaceSessions(userNo: number, { before, after }: SessionChange) {
    const [from] = before.starts
    const to = before.starts.at(-1)
    if (from !== undefined && to !== undefined) {
      this.removedSessions.push({ userNo, from: this.#absolute(from), to: this.#absolute(to) })
    }
    const spool = this.#spools.lms_sessions
    let day = 0
    after.starts.forEach((start, index) => {
      day = this.#calendar.dayOf(start, day)
      spool.rows.number(userNo)
      spool.rows.instant(this.#absolute(start))
      spool.rows.number(day)
      spool.rows.number(after.minutes[index] ?? 0)
      spool.rows.number(after.visits[index] ?? 0)
      spool.endRow()
    })
  }

  /** `visits` by category. */
  day(day: number, userNo: number, visits: Uint32Array) {
    const spool = this.#spools.student_days
    spool.rows.number(day)
    spool.rows.number(userNo)
    for (const count of visits) spool.rows.number(count)
    spool.endRow()
  }

  week(week: number, userNo: number, { visits, sessions, lastAt }: KnownWeek) {
    const spool = this.#spools.student_weeks
    spool.rows.number(week)
    spool.rows.number(userNo)
    spool.rows.number(visits)
    spool.rows.number(sessions)
    spool.rows.instant(this.#absolute(lastAt))
    spool.endRow()
  }

  /** `run` is the resource's place in what the student opened; there is none without a visit. */
  resource(
    userNo: number,
    resourceNo: number,
    submitted: KnownSubmitted,
    run?: { opened: OpenedDays; index: number },
  ) {
    const { rows } = this.#spools.student_resources
    rows.number(resourceNo)
    rows.number(userNo)
    rows.number(run ? visitsOf(run.opened, run.index) : 0)
    rows.text(run ? writeVisitDays(run.opened, run.index) : '')
    rows.number(submitted.posts)
    rows.number(submitted.attempts)
    rows.text(submitted.newestGrade)
    rows.text(submitted.newestGraded)
    for (const at of run ? [run.opened.firsts[run.index], run.opened.lasts[run.index]] : noTimes) {
      if (at === undefined) rows.text(null)
      else rows.instant(this.#absolute(at))
    }
    this.#spools.student_resources.endRow()
  }

  /** All rows of one table. */
  chunks(table: OwnTable): AsyncIterable<Buffer> {
    return this.#spools[table].chunks()
  }

  #absolute(at: number): number {
    return this.#calendar.startMicros + at
  }
}

const noTimes = [undefined, undefined]

function visitsOf(opened: OpenedDays, index: number): number {
  let visits = 0
  const end = opened.ends[index] ?? 0
  for (let cell = opened.ends[index - 1] ?? 0; cell < end; cell++)
    visits += opened.visits[cell] ?? 0
  return visits
}
