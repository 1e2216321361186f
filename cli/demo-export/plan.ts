import { courseDays, timeOfWall, type Day } from './wall-clock.ts'
import { checkDemoOptions, type DemoOptions } from './options.ts'

const hour = 3_600_000

/** A time of a day: the course's day (0-based) and the hour its clocks show (17.5 is 17:30). */
export interface Moment {
  day: number
  hour: number
}

/** A piece of assessed work that is handed in within a span. */
export interface Work {
  kind: 'assignment' | 'quiz'
  /** Counts from 1 within its kind. */
  number: number
  week: number
  opens: Moment
  due: Moment
  maxGrade: number
}

/** When what happens in the course: data and events are both made from it. */
export interface Plan {
  days: Day[]
  teachingWeeks: number[]
  breakWeek: number | null
  lecture: { weekday: number; hour: number }
  workshop: { weekday: number; hour: number }
  works: Work[]
  guestLecture: Moment | null
  midTermTest: Moment | null
  exam: Moment | null
}

export function coursePlan(options: DemoOptions): Plan {
  checkDemoOptions(options)
  const { weeks } = options
  const breakWeek = weeks >= 6 ? Math.floor(weeks / 2) + 1 : null
  // The last two weeks of a long enough course are for revision and for the exam.
  const lastTaught = weeks >= 8 ? weeks - 2 : weeks
  const teachingWeeks = Array.from({ length: lastTaught }, (_, index) => index + 1).filter(
    (week) => week !== breakWeek,
  )
  const inWeek = (week: number, weekday: number, at: number): Moment => ({
    day: 7 * (week - 1) + weekday - 1,
    hour: at,
  })
  const guestWeek = teachingWeeks[Math.floor(teachingWeeks.length * 0.7)]
  return {
    days: courseDays(options),
    teachingWeeks,
    breakWeek,
    lecture: { weekday: 2, hour: 10 },
    workshop: { weekday: 4, hour: 14 },
    works: [...assignments(teachingWeeks, inWeek), ...quizzes(teachingWeeks, inWeek)],
    guestLecture: weeks >= 4 && guestWeek !== undefined ? inWeek(guestWeek, 3, 16) : null,
    midTermTest: weeks >= 10 && breakWeek !== null ? inWeek(breakWeek - 1, 4, 14) : null,
    exam: weeks >= 2 ? inWeek(weeks, 4, 9) : null,
  }
}

type InWeek = (week: number, weekday: number, hour: number) => Moment

/** One for about every four weeks, due on Fridays, open for two weeks. */
function assignments(teachingWeeks: number[], inWeek: InWeek): Work[] {
  const count = Math.max(1, Math.round(teachingWeeks.length / 4))
  return Array.from({ length: count }, (_, index) => {
    const week = teachingWeeks[Math.ceil(((index + 1) * teachingWeeks.length) / count) - 1] ?? 1
    const due = inWeek(week, 5, 17)
    const opens = { day: Math.max(due.day - 18, 0), hour: 9 }
    return { kind: 'assignment', number: index + 1, week, opens, due, maxGrade: 100 }
  })
}

/** One every second week, open from Wednesday to Sunday night. */
function quizzes(teachingWeeks: number[], inWeek: InWeek): Work[] {
  return teachingWeeks
    .filter((_, index) => index % 2 === 1)
    .map((week, index) => ({
      kind: 'quiz',
      number: index + 1,
      week,
      opens: inWeek(week, 3, 12),
      due: inWeek(week, 7, 23.5),
      maxGrade: 20,
    }))
}

/** Epoch milliseconds of a moment of the course; any other throws. */
export function momentInstant(days: Day[], moment: Moment): number {
  const day = days[moment.day]
  if (!day) throw new RangeError(`the course has no day ${moment.day}`)
  return day.start + timeOfWall(day, moment.hour * hour)
}
