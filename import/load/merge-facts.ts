import type { PoolConnection } from 'mysql2/promise'
import { weekOfDayIndex } from '#shared/calendar-days.ts'
import type { CourseCalendar } from '../figures/course-calendar.ts'
import { submittedTo, type Submissions, type Submitted } from '../figures/submissions.ts'
import type { Standing } from '../figures/visit-effect.ts'
import { exactInstant } from '../instant.ts'
import { compareFacts, type Fact } from './facts.ts'
import { forEachRow } from './sql.ts'

export type FactTable = 'posts' | 'attempts'

/** A fact of the course as it will be after the import; `was` is what is stored of it. */
interface MergedFact extends Fact {
  was: { grade: string | null; importId: number } | null
}

export interface FactsChange {
  fresh: Fact[]
  /** Attempts that this export knows better: what they were, and their new grade. */
  regraded: { before: Fact & { importId: number }; grade: string | null }[]
}

interface Merge {
  table: FactTable
  /** In the order of the primary key. */
  rows: Fact[]
  calendar: CourseCalendar
  people: { standingOf: (userNo: number) => Standing }
  /** Whether this export knows better than the import that stored a grade. */
  isNewerThan: (importId: number) => boolean
  /** By person: what comes to the figures (or leaves them) is added here. */
  submissions: Map<number, Submissions>
}

/** Compares posts or attempts of an export with those of the course, person by person. */
export class FactsMerge {
  readonly change: FactsChange = { fresh: [], regraded: [] }
  readonly #merge: Merge
  #next = 0
  #ofPerson: MergedFact[] = []

  constructor(merge: Merge) {
    this.#merge = merge
  }

  /** Walks the facts of the course, or of some people, once, in the order of the primary key. */
  async readKnown(connection: PoolConnection, courseId: number, userNos?: readonly number[]) {
    const { table, calendar } = this.#merge
    const start = exactInstant(calendar.startMicros)
    await forEachRow(
      connection,
      `SELECT user_no, TIMESTAMPDIFF(MICROSECOND, ?, at), resource_no, import_id,
        ${table === 'attempts' ? 'grade' : 'NULL'} FROM ${table}
      WHERE course_id = ? AND at >= ? AND at < ?${userNos ? ' AND user_no IN (?)' : ''}
      ORDER BY user_no, at, resource_no`,
      [start, courseId, start, exactInstant(calendar.endMicros), userNos],
      ([userNo, at, resourceNo, importId, grade]) => {
        const was = { grade: grade === null ? null : String(grade), importId: Number(importId) }
        this.#known({
          userNo: Number(userNo),
          at: Number(at),
          resourceNo: Number(resourceNo),
          grade: was.grade,
          was,
        })
      },
    )
  }

  /** After the last known fact. */
  finish() {
    this.#freshBefore(null)
    this.#endPerson()
  }

  #known(fact: MergedFact & { was: NonNullable<MergedFact['was']> }) {
    this.#freshBefore(fact)
    const row = this.#merge.rows[this.#next]
    if (!row || compareFacts(row, fact) !== 0) {
      this.#add(fact)
      return
    }
    this.#next++
    const isRegraded = row.grade !== fact.grade && this.#merge.isNewerThan(fact.was.importId)
    if (isRegraded) {
      const before = { ...row, grade: fact.grade, importId: fact.was.importId }
      this.change.regraded.push({ before, grade: row.grade })
    }
    this.#add(isRegraded ? { ...fact, grade: row.grade } : fact)
  }

  /** Takes the rows of the export that come before a known fact: the course lacks them. */
  #freshBefore(known: Fact | null) {
    for (;;) {
      const row = this.#merge.rows[this.#next]
      if (!row || (known && compareFacts(row, known) >= 0)) return
      this.#next++
      this.change.fresh.push(row)
      this.#add({ ...row, was: null })
    }
  }

  #add(fact: MergedFact) {
    if (this.#ofPerson[0] && this.#ofPerson[0].userNo !== fact.userNo) this.#endPerson()
    this.#ofPerson.push(fact)
  }

  #endPerson() {
    const [first] = this.#ofPerson
    if (!first) return
    const { people, submissions } = this.#merge
    const standing = people.standingOf(first.userNo)
    const counted = this.#ofPerson.filter(
      ({ was }) => standing === 'joins' || (standing === 'stays' ? was === null : was !== null),
    )
    const regraded = this.#ofPerson.filter(({ was, grade }) => was !== null && was.grade !== grade)
    if (standing !== 'outside' && counted.length + regraded.length > 0) {
      const own: Submissions = submissions.get(first.userNo) ?? new Map<number, Submitted>()
      submissions.set(first.userNo, own)
      this.#countIn(own, counted, regraded)
    }
    this.#ofPerson = []
  }

  #countIn(submissions: Submissions, counted: MergedFact[], regraded: MergedFact[]) {
    const { table, calendar } = this.#merge
    for (const { at, resourceNo } of counted) {
      const submitted = submittedTo(submissions, resourceNo)
      const weeks = table === 'posts' ? submitted.postWeeks : submitted.attemptWeeks
      weeks.push(weekOfDayIndex(calendar.dayOf(at)))
    }
    if (table === 'posts') return
    for (const { resourceNo } of [...counted, ...regraded]) {
      submittedTo(submissions, resourceNo).attempted = true
    }
    for (const { resourceNo, grade } of this.#ofPerson) {
      const submitted = submissions.get(resourceNo)
      if (!submitted) continue
      submitted.newestGrade = grade
      if (grade !== null) submitted.newestGraded = grade
    }
  }
}
