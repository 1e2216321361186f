import { hourWeights } from './interest.ts'
import type { Person } from './people.ts'
import type { Plan } from './plan.ts'
import type { Random } from './random.ts'
import { timeOfWall, type Day } from './wall-clock.ts'
import { WeightedChoice } from './weighted-choice.ts'

const quarterHour = 15 * 60_000
const dayOfWall = 96 * quarterHour

/** Whether a person can be met on a day at all. */
export function isThere({ firstDay, lastDay, away }: Person, day: number): boolean {
  return day >= firstDay && day <= lastDay && !(away && day >= away.from && day <= away.to)
}

/** At what times of a day people sit down to the course. Times are milliseconds into the day. */
export class SittingTimes {
  readonly days: number
  readonly #days: Day[]
  readonly #choices: WeightedChoice[]

  constructor(plan: Plan) {
    this.days = plan.days.length
    this.#days = plan.days
    this.#choices = plan.days.map(({ index }) => new WeightedChoice(hourWeights(plan, index)))
  }

  lengthOf(day: number): number {
    return this.#day(day).length
  }

  atWall(day: number, wall: number): number {
    return timeOfWall(this.#day(day), wall)
  }

  /** Any time of the day; `later` hours move evenings on, past midnight to the day's small hours. */
  any(day: number, later: number, random: Random): number {
    const choice = this.#choices[day]
    if (!choice) throw new RangeError(`the course has no day ${day}`)
    let wall = (choice.draw(random) + random.fraction()) * quarterHour
    if (later > 0 && wall > 17 * 4 * quarterHour) wall += later * 4 * quarterHour
    return Math.floor(this.atWall(day, wall % dayOfWall))
  }

  /** A time from `earliest` up to `latest`; by the day's rhythm where a few draws find one. */
  between(day: number, earliest: number, latest: number, random: Random): number {
    for (let draw = 0; draw < 12; draw++) {
      const time = this.any(day, 0, random)
      if (time >= earliest && time < latest) return time
    }
    return Math.floor(earliest + (latest - earliest) * random.fraction())
  }

  #day(index: number): Day {
    const day = this.#days[index]
    if (!day) throw new RangeError(`the course has no day ${index}`)
    return day
  }
}
