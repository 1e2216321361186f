import type { Random } from './random.ts'
import type { Plan } from './plan.ts'

/**
 * How much a resource draws people, day by day. Everything that a course's curve shows (weekly waves,
 * rushes before deadlines, revision before the exam) is the sum of these, times the weekday.
 */
export interface Interest {
  /** First day on which it can be opened. */
  from: number
  /** Every day from then on. */
  base: number
  /** Rises to `height` on `day`, from half of it before, and fades over `fading` days after it. */
  fresh?: { day: number; height: number; fading: number }
  /** Grow towards their day over about `days` days and end with it. */
  rushes: { day: number; height: number; days: number }[]
}

export function interestOn({ from, base, fresh, rushes }: Interest, day: number): number {
  if (day < from) return 0
  let sum = base
  if (fresh) {
    const age = day - fresh.day
    sum += fresh.height * (age < 0 ? 0.5 : Math.exp(-age / fresh.fading))
  }
  return sum + rushOn({ from, rushes }, day)
}

/** The part of the interest that a deadline causes. */
export function rushOn({ from, rushes }: Pick<Interest, 'from' | 'rushes'>, day: number): number {
  let sum = 0
  if (day < from) return 0
  for (const rush of rushes) {
    if (day <= rush.day) sum += rush.height * Math.exp((day - rush.day) / rush.days)
  }
  return sum
}

const weekdays = [1.05, 1.35, 1, 1.15, 0.72, 0.5, 0.72]

/** What each day is worth apart from its resources: weekday, break, the term's slow fading, chance. */
export function dayFactors({ days, breakWeek, exam }: Plan, random: Random): number[] {
  return days.map(({ index }) => {
    const inBreak = breakWeek !== null && Math.floor(index / 7) + 1 === breakWeek
    const ending = exam === null || index < exam.day ? 1 : index === exam.day ? 0.35 : 0.1
    const fading = 1.2 - 0.4 * (index / days.length)
    const chance = Math.exp(random.normal(0, 0.1))
    return (weekdays[index % 7] ?? 1) * (inBreak ? 0.28 : 1) * ending * fading * chance
  })
}

/** What a day is worth with all its resources. Who is in a hurry minds weekday and break less. */
export function dayWeight(factor: number, interests: Interest[], day: number): number {
  let steady = 0
  let rush = 0
  for (const interest of interests) {
    const hurried = rushOn(interest, day)
    rush += hurried
    steady += interestOn(interest, day) - hurried
  }
  return factor * steady + Math.sqrt(factor) * rush
}

const quarter = 4
const workday = [
  0.25, 0.12, 0.06, 0.04, 0.04, 0.08, 0.25, 0.7, 1.5, 2.5, 3, 2.9, 2.2, 2.4, 2.7, 2.6, 2.5, 2.1,
  1.9, 2.7, 3.4, 3.3, 2.2, 0.9,
]
const weekend = [
  0.4, 0.2, 0.1, 0.05, 0.04, 0.05, 0.1, 0.25, 0.6, 1.2, 1.9, 2.3, 2.2, 2.3, 2.5, 2.6, 2.6, 2.4, 2.1,
  2.4, 2.9, 2.8, 1.9, 0.9,
]

/** Weights of the quarters of an hour in which people sit down on a day, fuller before what is due and in class. */
export function hourWeights(plan: Plan, day: number): number[] {
  const { lecture, workshop, works, teachingWeeks, exam } = plan
  const weekday = (day % 7) + 1
  const taught = teachingWeeks.includes(Math.floor(day / 7) + 1)
  const inClass = taught ? [lecture, workshop].filter((held) => held.weekday === weekday) : []
  const due = works.filter((work) => work.due.day === day)
  return Array.from({ length: 24 * quarter }, (_, place) => {
    const hour = place / quarter
    let weight = (weekday > 5 ? weekend : workday)[Math.floor(hour)] ?? 0
    for (const held of inClass) if (hour >= held.hour - 0.25 && hour < held.hour + 1) weight += 4
    for (const work of due) {
      const left = work.due.hour - hour
      if (left > 0) weight += (work.kind === 'assignment' ? 5 : 2.5) * Math.exp(-left / 2.5)
    }
    return exam?.day === day && hour >= exam.hour ? weight / 25 : weight
  })
}
