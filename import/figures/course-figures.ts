import type { VisitList } from '../visit-list.ts'
import type { CourseCalendar } from './course-calendar.ts'
import type { KnownStudent } from './known-student.ts'
import { OwnRows } from './own-rows.ts'
import { SharedFigures } from './shared-figures.ts'
import { StudentFigures } from './student-figures.ts'
import type { Submissions } from './submissions.ts'
import { VisitEffects, type Standing, type VisitEffect } from './visit-effect.ts'

export interface FiguresSetting {
  calendar: CourseCalendar
  /** `categoryOf[n]` is the index of resource `n`'s category. */
  categoryOf: Uint8Array
  gapMinutes: number
  /** For rows that wait until they are stored. */
  workDirectory: string
}

/** What changes in a course's figures, gathered student by student and then stored at once. */
export class CourseFigures {
  readonly shared: SharedFigures
  readonly own: OwnRows
  readonly gapMinutes: number
  readonly #effects: VisitEffects
  readonly #students: StudentFigures

  constructor({ calendar, categoryOf, gapMinutes, workDirectory }: FiguresSetting) {
    const resources = categoryOf.length - 1
    this.shared = new SharedFigures(calendar, resources)
    this.own = new OwnRows(calendar, workDirectory)
    this.gapMinutes = gapMinutes
    this.#effects = new VisitEffects(this.shared, resources, gapMinutes)
    this.#students = new StudentFigures(this.shared, this.own, categoryOf)
  }

  /** See `VisitEffects.of`. Must be followed by `apply`. */
  effectOf(
    standing: Exclude<Standing, 'outside'>,
    known: VisitList,
    fresh: VisitList,
  ): VisitEffect {
    return this.#effects.of(standing, known, fresh)
  }

  apply(
    standing: Exclude<Standing, 'outside'>,
    student: {
      userNo: number
      effect: VisitEffect
      submissions: Submissions
      known: KnownStudent
    },
  ) {
    this.shared.splits.addStudent(student.userNo, student.effect.splits)
    if (standing === 'leaves') this.#students.remove(student)
    else this.#students.update(student)
  }
}
