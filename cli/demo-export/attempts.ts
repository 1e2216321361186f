import { daysToGrade, type HandIn, type Item } from './content.ts'
import type { Person } from './people.ts'
import type { Random } from './random.ts'
import { isThere, type SittingTimes } from './sitting-times.ts'

const minute = 60_000
const hour = 60 * minute

/** A submission; `person` and `item` are places in the course's lists. */
export interface Attempt {
  person: number
  item: number
  day: number
  /** Milliseconds into the day. */
  time: number
  /** As the export writes it; empty where none is ever given. */
  grade: string
  /** Day on which the grade is there. */
  gradedOn: number
}

/** How many take part, how often they try, and how many days before the end, by kind. */
const customs = {
  assignment: { takePart: 0.97, again: 0.16, daysAhead: 2.2, late: 0.05 },
  quiz: { takePart: 0.88, again: 0.42, daysAhead: 1.4, late: 0 },
  practice: { takePart: 0.5, again: 0.5, daysAhead: 4, late: 0 },
  survey: { takePart: 0.38, again: 0, daysAhead: 9, late: 0 },
} satisfies Record<HandIn['kind'], object>

const mostAttempts = 4

/** Every submission of the course: earlier by the diligent, in the last hours by the others, better each time. */
export function courseAttempts(
  people: Person[],
  items: Item[],
  times: SittingTimes,
  random: Random,
): Attempt[] {
  const attempts: Attempt[] = []
  items.forEach(({ handIn }, item) => {
    if (!handIn) return
    const difficulty = random.normal(0, 5)
    people.forEach((who, person) => {
      if (who.role !== '' || !takesPart(who, handIn, random)) return
      const form = who.ability - difficulty + random.normal(0, 7)
      const tries = submissionTimes(who, handIn, times, random)
      tries.forEach(({ day, time }, index) => {
        const late = Math.max(0, day - handIn.due.day)
        const better = index === 0 ? 0 : index * (3 + 5 * random.fraction())
        const grade = gradeText(handIn, form + better - 5 * late, random)
        const gradedOn =
          handIn.kind === 'assignment' ? Math.max(handIn.due.day + daysToGrade, day + 7) : day
        attempts.push({ person, item, day, time, grade, gradedOn })
      })
    })
  })
  return attempts
}

function takesPart({ diligence, ability }: Person, { kind }: HandIn, random: Random): boolean {
  const willing = (diligence + 0.6) / (diligence + 0.75)
  return random.chance(customs[kind].takePart * willing * Math.min(1, ability / 45))
}

/** Days and times of one person's submissions to one piece of work, in order; none when they are not there. */
function submissionTimes(who: Person, handIn: HandIn, times: SittingTimes, random: Random) {
  const { again, daysAhead, late } = customs[handIn.kind]
  const { opens, due } = handIn
  const isLate = random.chance(late)
  const ahead = Math.floor(random.exponential(daysAhead * (1.4 - who.crams)))
  let day = isLate ? due.day + 1 + Math.floor(random.exponential(1)) : due.day - ahead
  day = Math.max(day, opens.day)
  const result: { day: number; time: number }[] = []
  let earliest = day === opens.day ? times.atWall(day, opens.hour * hour) : 0
  while (result.length < mostAttempts) {
    if (day >= times.days || !isThere(who, day)) break
    const latest = day === due.day ? times.atWall(day, due.hour * hour) : times.lengthOf(day)
    if (earliest >= latest - minute) break
    const time = times.between(day, earliest, latest, random)
    result.push({ day, time })
    if (!random.chance(again) || isLate) break
    const rest = random.chance(0.5) ? 0 : 1 + Math.floor(random.exponential(1))
    earliest = rest === 0 ? time + Math.floor((5 + random.exponential(60)) * minute) : 0
    day += rest
    if (day > due.day) break
  }
  return result
}

/** Quizzes give half points, assignments whole ones, practice what a machine works out. A few are never marked. */
function gradeText({ kind, maxGrade }: HandIn, percent: number, random: Random): string {
  if (maxGrade === null || random.chance(0.02)) return ''
  const points = (Math.min(100, Math.max(0, percent)) / 100) * maxGrade
  if (kind === 'quiz') return String(Math.round(points * 2) / 2)
  if (kind === 'assignment') return String(Math.round(points))
  return points.toFixed(4)
}
