import { weekOfDayIndex } from '#shared/calendar-days.ts'
import { sessionChange, sessionsOf, type SessionChange } from '../sessions.ts'
import { VisitList } from '../visit-list.ts'
import { OpenedDaysCounter, type OpenedDays } from './opened-days.ts'
import type { SharedFigures } from './shared-figures.ts'

/** How a person stands to the figures: begins to count, counted and counts, stops counting, never did. */
export type Standing = 'joins' | 'stays' | 'leaves' | 'outside'

/** What the visits of one student change in the figures. */
export interface VisitEffect {
  /** The visits that come to the figures, counted. */
  opened: OpenedDays
  /** By teaching week with such visits: the last of them. */
  weekLasts: Map<number, number>
  sessions: SessionChange
  /** What it adds to the visits before events, as `WeekSplits` counts them. */
  splits: Int32Array
}

const noVisits = new VisitList()

/** Works out what visits change, and brings their hours and sessions into the shared figures at once. */
export class VisitEffects {
  readonly #shared: SharedFigures
  readonly #counter: OpenedDaysCounter
  readonly #gapMinutes: number
  #days = new Uint16Array(1024)

  constructor(shared: SharedFigures, resources: number, gapMinutes: number) {
    this.#shared = shared
    this.#counter = new OpenedDaysCounter(resources)
    this.#gapMinutes = gapMinutes
  }

  /**
   * `known` are stored visits (for a student who stays: all that a session of the fresh ones can touch; else
   * all of them), `fresh` those that this import adds; both in order.
   */
  of(standing: Exclude<Standing, 'outside'>, known: VisitList, fresh: VisitList): VisitEffect {
    switch (standing) {
      case 'joins': {
        const all = known.with(fresh)
        return this.#effect(noVisits, all, all)
      }
      case 'stays':
        return this.#effect(known, known.with(fresh), fresh)
      case 'leaves':
        this.#shared.addHours(known, this.#daysOf(known), -1)
        return {
          ...this.#effect(known, noVisits, noVisits),
          splits: this.#shared.splits.count(known, -1),
        }
    }
  }

  #effect(before: VisitList, after: VisitList, added: VisitList): VisitEffect {
    const days = this.#daysOf(added)
    this.#shared.addHours(added, days, 1)
    const sessions = sessionChange(
      sessionsOf(before, this.#gapMinutes),
      sessionsOf(after, this.#gapMinutes),
    )
    this.#shared.addSessions(sessions.before, -1)
    this.#shared.addSessions(sessions.after, 1)
    const opened = this.#counter.count(added, days)
    const splits = this.#shared.splits.count(added, 1)
    return { opened, weekLasts: weekLasts(added, days), sessions, splits }
  }

  /** The day of each visit; used again at the next call. */
  #daysOf(visits: VisitList): Uint16Array {
    if (this.#days.length < visits.length) this.#days = new Uint16Array(2 * visits.length)
    const { calendar } = this.#shared
    let day = 0
    let dayEnd = calendar.startOf(1)
    for (let index = 0; index < visits.length; index++) {
      const at = visits.at(index)
      if (at >= dayEnd) {
        day = calendar.dayOf(at, day)
        dayEnd = calendar.startOf(day + 1)
      }
      this.#days[index] = day
    }
    return this.#days
  }
}

function weekLasts(visits: VisitList, days: Uint16Array): Map<number, number> {
  const lasts = new Map<number, number>()
  for (let index = visits.length - 1, week = Infinity; index >= 0; index--) {
    const own = weekOfDayIndex(days[index] ?? 0)
    if (own < week) lasts.set(own, visits.at(index))
    week = own
  }
  return lasts
}
