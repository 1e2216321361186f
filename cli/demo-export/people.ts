import { nameGroups } from './names.ts'
import type { DemoOptions } from './options.ts'
import { Random } from './random.ts'
import { WeightedChoice } from './weighted-choice.ts'

/** A person of the course, with the habits that make their visits. */
export interface Person {
  key: string
  username: string
  firstName: string
  lastName: string
  email: string
  /** Empty for students. */
  role: string
  group: string
  /** Day on which the course's lists first name them; below 0: before it began. */
  enrolled: number
  /** Days of the first and the last possible visit; none where first > last. */
  firstDay: number
  lastDay: number
  /** Left the course, not only stopped coming. */
  withdraws: boolean
  /** Days in between on which they are away. */
  away: { from: number; to: number } | null
  /** How much they do; a few do a great deal. */
  diligence: number
  /** 0: evenly over the weeks; 1: only when something is due. */
  crams: number
  /** Hours by which their evenings are later. */
  nightOwl: number
  /** How much weekends count for them. */
  weekends: number
  forums: number
  /** Expected grade, 0 to 100. */
  ability: number
}

/** Students, some of whom never come or stop on the way, and a few who teach. */
export function coursePeople({ students, weeks, seed }: DemoOptions): Person[] {
  const random = new Random(seed, 'people')
  const names = new WeightedChoice(nameGroups.map(({ share }) => share))
  const days = 7 * weeks
  const groups = Math.max(1, Math.round(students / 24))
  let key = 10_200
  const person = (): Person => {
    key += 1 + random.below(9)
    return { ...identity(key, names, random), ...habits(days, random) }
  }
  const everyone = Array.from({ length: students }, () => ({
    ...person(),
    group: `Workshop ${1 + random.below(groups)}`,
  }))
  const teachers = 2 + Math.floor(students / 80)
  for (let index = 0; index < teachers; index++) {
    everyone.push({ ...person(), ...teaching(index, days), role: roleOf(index) })
  }
  return everyone
}

const roleOf = (index: number) =>
  index === 0 ? 'instructor' : index % 5 === 4 ? 'course_builder' : 'teaching_assistant'

function identity(key: number, names: WeightedChoice, random: Random) {
  const group = nameGroups[names.draw(random)]
  const username = `s${2_000_000 + key * 7}`
  return {
    key: `_${key}_1`,
    username,
    firstName: random.pick(group?.given ?? ['']),
    lastName: random.pick(group?.family ?? ['']),
    email: `${username}@example.edu`,
  }
}

function habits(days: number, random: Random) {
  const fate = random.fraction()
  const late = random.chance(0.06) ? 3 + random.below(Math.max(1, Math.min(12, days - 3))) : -1
  // Of a hundred, three never come; nine stop somewhere on the way.
  const stops = fate >= 0.03 && fate < 0.12
  const leave = Math.floor(days * (0.12 + 0.6 * random.fraction()))
  const from = random.below(days)
  const isAway = random.chance(0.2)
  const crams = random.fraction() ** 2
  const drive = random.normal(0, 1)
  return {
    role: '',
    group: '',
    enrolled: late < 0 ? -10 : Math.max(late - 1, 0),
    firstDay: fate < 0.03 ? days : Math.max(late, 0),
    lastDay: stops ? Math.max(leave, late + 1) : days - 1,
    withdraws: stops && random.chance(0.6),
    away: isAway ? { from, to: from + 4 + random.below(14) } : null,
    diligence: Math.exp(0.85 * drive) + (random.chance(0.03) ? 4 * random.fraction() : 0),
    crams,
    nightOwl: random.chance(0.25) ? 1 + 2.5 * random.fraction() : 0,
    weekends: 0.4 + 1.4 * random.fraction(),
    forums: random.fraction() ** 3,
    ability: Math.min(97, Math.max(18, random.normal(66 + 6 * drive - 6 * crams, 11))),
  }
}

/** Those who teach come from before the first day to the last, evenly, and answer in the forums. */
const teaching = (index: number, days: number) => ({
  group: '',
  enrolled: -30,
  firstDay: 0,
  lastDay: days - 1,
  withdraws: false,
  away: null,
  diligence: index === 0 ? 3.5 : 1.5,
  crams: 0,
  nightOwl: 0,
  weekends: 0.3,
  forums: 1,
})
