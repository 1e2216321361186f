import type { DemoCourse } from './demo-course.ts'
import type { Item } from './content.ts'
import { dayFactors, dayWeight, interestOn, rushOn } from './interest.ts'
import type { Person } from './people.ts'
import { Random } from './random.ts'
import { isThere } from './sitting-times.ts'
import { VisitSheet } from './visit-sheet.ts'
import { WeightedChoice } from './weighted-choice.ts'

const second = 1000
const minute = 60 * second

/** Fewer than a day's worth of the longest pauses: a session ends on the day after its first at the latest. */
const longestSession = 24
const longestPause = 38 * minute
const sessionLengths = Array.from({ length: longestSession }, (_, index) => Math.exp(-index / 7))

/** A day's chances: how much there is to do, what for, and by whom. */
interface DayChances {
  what: WeightedChoice
  who: WeightedChoice
  random: Random
}

interface Sitting {
  person: number
  time: number
  visits: number
  /** What they came for; anything when undefined. */
  first?: number | undefined
}

/**
 * Makes the visits of a course day by day, in sessions. The total is exactly `options.visits`, each visit
 * of another person, item or millisecond. Every day has random numbers of its own, so that a day is the
 * same whatever part of the course is asked for.
 */
export class VisitMaker {
  readonly sheet: VisitSheet
  readonly #course: DemoCourse
  readonly #factors: number[]
  /** Visits up to the end of each day. */
  readonly #totals: number[]
  readonly #lengths = new WeightedChoice(sessionLengths)
  readonly #neighbours: number[][]
  readonly #errands: { person: number; item: number; time: number }[][]
  /** Of sessions that went on past midnight. */
  #pastMidnight: { time: number; person: number; item: number }[] = []
  #left = 0

  constructor(course: DemoCourse) {
    const { plan, items, options } = course
    this.#course = course
    this.sheet = new VisitSheet(course.people.length, items.length)
    this.#factors = dayFactors(plan, new Random(options.seed, 'days'))
    this.#totals = runningTotals(this.#factors, items, options.visits)
    this.#neighbours = items.map((item) =>
      items.flatMap((other, index) => (isNear(item, other) ? [index] : [])),
    )
    this.#errands = errandsByDay(course)
  }

  /** Fills the sheet with a day's visits, in time order. Days are asked for one after another. */
  makeDay(day: number) {
    const { plan, options } = this.#course
    const random = new Random(options.seed, `visits of day ${day}`)
    this.sheet.clear()
    for (const { time, person, item } of this.#pastMidnight) this.sheet.add(time, person, item)
    this.#pastMidnight = []
    this.#left = (this.#totals[day] ?? 0) - (this.#totals[day - 1] ?? 0)
    if (this.#left > 0) this.#sitDown(day, random)
    this.sheet.sort(plan.days[day]?.length ?? 0, random)
  }

  #sitDown(day: number, random: Random) {
    const { people, times } = this.#course
    const chances = this.#chances(day, random)
    const errands = this.#errands[day] ?? []
    errands.forEach(({ person, item, time }, index) => {
      // Half of the day is for everything else, however few visits there are to share out.
      const most = Math.max(1, Math.floor(this.#left / (2 * (errands.length - index))))
      const visits = Math.min(this.#lengths.draw(random) + 2, most)
      this.#sit(day, { person, time, visits, first: item }, chances)
    })
    while (this.#left > 0) {
      const person = chances.who.draw(random)
      const time = times.any(day, people[person]?.nightOwl ?? 0, random)
      this.#sit(day, { person, time, visits: this.#lengths.draw(random) + 1 }, chances)
    }
  }

  /** One session: from thing to thing, half of the time to one that lies beside the last. */
  #sit(day: number, { person, time, visits, first }: Sitting, chances: DayChances) {
    const { random } = chances
    const length = this.#course.times.lengthOf(day)
    let at = time
    let item = first ?? this.#choose(person, chances)
    for (let visit = 0; visit < visits && this.#left > 0; visit++) {
      this.#left--
      if (at < length) this.sheet.add(at, person, item)
      else this.#addPastMidnight(day, { time: at - length, person, item })
      at += Math.floor(Math.min(longestPause, second + Math.exp(random.normal(4.3, 1.3)) * second))
      const near = this.#neighbours[item] ?? []
      const stays = near.length > 0 && random.chance(0.45)
      item = stays ? (near[random.below(near.length)] ?? item) : this.#choose(person, chances)
    }
  }

  #addPastMidnight(day: number, visit: { time: number; person: number; item: number }) {
    const isLastDay = day === this.#course.times.days - 1
    // The course ends at midnight: who is still there counts from the morning on.
    if (isLastDay) this.sheet.add(visit.time, visit.person, visit.item)
    else this.#pastMidnight.push(visit)
  }

  #choose(person: number, { what, random }: DayChances): number {
    const item = what.draw(random)
    const passesBy =
      this.#course.items[item]?.isForum && !random.chance(this.#course.people[person]?.forums ?? 0)
    return passesBy ? what.draw(random) : item
  }

  #chances(day: number, random: Random): DayChances {
    const { items, people } = this.#course
    const interests = items.map(({ interest }) => interestOn(interest, day))
    const rush = sum(items.map(({ interest }) => rushOn(interest, day))) / sum(interests)
    const factor = this.#factors[day] ?? 1
    const weights = people.map((person) => {
      const pull = pullOf(person, day, rush)
      return random.chance(1 - Math.exp(-0.9 * pull * Math.max(factor, rush))) ? pull : 0
    })
    // Somebody always comes: at the least, one who teaches.
    if (sum(weights) === 0) people.forEach((p, i) => (weights[i] = pullOf(p, day, rush)))
    return { what: new WeightedChoice(interests), who: new WeightedChoice(weights), random }
  }
}

/** How much a person does on a day. */
function pullOf(person: Person, day: number, rush: number): number {
  if (!isThere(person, day)) return 0
  const { diligence, crams, weekends } = person
  const rhythm = 1 - 0.75 * crams * (1 - rush) + 3 * crams * Math.max(0, rush - 0.25)
  return diligence * rhythm * (day % 7 > 4 ? weekends : 1)
}

const isNear = (item: Item, other: Item) =>
  other !== item &&
  other.isForum === item.isForum &&
  (other.parent === item.parent || other === item.parent || other.parent === item) &&
  other.interest.from <= item.interest.from

/** Shares the visits out to the days, exactly: how many there are up to the end of each. */
function runningTotals(factors: number[], items: Item[], visits: number): number[] {
  const interests = items.map(({ interest }) => interest)
  const weights = factors.map((factor, day) => dayWeight(factor, interests, day))
  const all = sum(weights)
  let soFar = 0
  return weights.map((weight, day) => {
    soFar += weight
    return day === weights.length - 1 ? visits : Math.round((visits * soFar) / all)
  })
}

/** Who hands something in or writes a post opens it a little before. */
function errandsByDay({ plan, attempts, posts, options }: DemoCourse) {
  const random = new Random(options.seed, 'errands')
  const errands = plan.days.map((): { person: number; item: number; time: number }[] => [])
  for (const { day, person, item, time } of [...attempts, ...posts]) {
    const before = Math.floor((1 + 24 * random.fraction()) * minute)
    errands[day]?.push({ person, item, time: Math.max(time - before, 0) })
  }
  return errands
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)
