import type { VisitList } from '../visit-list.ts'

/**
 * What one student opened on which day: a run of (day, visits) for each resource, resources and days
 * ascending. One array a property; `ends[r]` is where the run of the `r`-th resource ends.
 */
export interface OpenedDays {
  resources: number[]
  ends: number[]
  days: number[]
  visits: number[]
  /** Microseconds since the course's start of the first and last visit to each resource. */
  firsts: number[]
  lasts: number[]
}

export const nothingOpened = (): OpenedDays => ({
  resources: [],
  ends: [],
  days: [],
  visits: [],
  firsts: [],
  lasts: [],
})

/** Counts visits, which are in time order, by resource and day. Keeps room for the largest resource. */
export class OpenedDaysCounter {
  readonly #places: Uint32Array
  #order = new Uint32Array(1024)

  /** `resources` is the largest number of a resource. */
  constructor(resources: number) {
    this.#places = new Uint32Array(resources + 1)
  }

  /** `days[i]` is the day of the `i`-th visit. */
  count(visits: VisitList, days: Uint16Array): OpenedDays {
    const resources = this.#groupByResource(visits)
    const opened = nothingOpened()
    let next = 0
    for (const resource of resources) {
      const end = this.#places[resource] ?? 0
      opened.resources.push(resource)
      opened.firsts.push(visits.at(this.#order[next] ?? 0))
      opened.lasts.push(visits.at(this.#order[end - 1] ?? 0))
      next = this.#countDays(opened, days, next, end)
      opened.ends.push(opened.days.length)
      this.#places[resource] = 0
    }
    return opened
  }

  /** A stable counting sort: `#order` lists the visits by resource, `#places` says where each resource's end. */
  #groupByResource(visits: VisitList): Uint32Array {
    const places = this.#places
    const seen: number[] = []
    for (let index = 0; index < visits.length; index++) {
      const resource = visits.resourceNo(index)
      const count = (places[resource] ?? 0) + 1
      places[resource] = count
      if (count === 1) seen.push(resource)
    }
    const resources = Uint32Array.from(seen).sort()
    let start = 0
    for (const resource of resources) {
      const count = places[resource] ?? 0
      places[resource] = start
      start += count
    }
    if (this.#order.length < visits.length) this.#order = new Uint32Array(2 * visits.length)
    for (let index = 0; index < visits.length; index++) {
      const resource = visits.resourceNo(index)
      const place = places[resource] ?? 0
      this.#order[place] = index
      places[resource] = place + 1
    }
    return resources
  }

  #countDays(opened: OpenedDays, days: Uint16Array, from: number, end: number): number {
    let day = days[this.#order[from] ?? 0] ?? 0
    let visits = 0
    for (let place = from; place < end; place++) {
      const next = days[this.#order[place] ?? 0] ?? 0
      if (next !== day) {
        opened.days.push(day)
        opened.visits.push(visits)
        day = next
        visits = 0
      }
      visits++
    }
    opened.days.push(day)
    opened.visits.push(visits)
    return end
  }
}

/** Both together. */
export function addOpened(a: OpenedDays, b: OpenedDays): OpenedDays {
  if (a.resources.length === 0) return b
  if (b.resources.length === 0) return a
  const sum = nothingOpened()
  let i = 0
  let j = 0
  while (i < a.resources.length || j < b.resources.length) {
    const left = a.resources[i] ?? Infinity
    const right = b.resources[j] ?? Infinity
    sum.resources.push(Math.min(left, right))
    const from = left <= right ? runOf(a, i++) : noRun
    const other = right <= left ? runOf(b, j++) : noRun
    sum.firsts.push(Math.min(from.first, other.first))
    sum.lasts.push(Math.max(from.last, other.last))
    addRuns(sum, a, from, b, other)
    sum.ends.push(sum.days.length)
  }
  return sum
}

interface Run {
  begin: number
  end: number
  first: number
  last: number
}
const noRun: Run = { begin: 0, end: 0, first: Infinity, last: -Infinity }

function runOf(opened: OpenedDays, index: number): Run {
  return {
    begin: opened.ends[index - 1] ?? 0,
    end: opened.ends[index] ?? 0,
    first: opened.firsts[index] ?? 0,
    last: opened.lasts[index] ?? 0,
  }
}

function addRuns(sum: OpenedDays, a: OpenedDays, left: Run, b: OpenedDays, right: Run) {
  let i = left.begin
  let j = right.begin
  while (i < left.end || j < right.end) {
    const leftDay = i < left.end ? (a.days[i] ?? 0) : Infinity
    const rightDay = j < right.end ? (b.days[j] ?? 0) : Infinity
    let visits = 0
    if (leftDay <= rightDay) visits += a.visits[i++] ?? 0
    if (rightDay <= leftDay) visits += b.visits[j++] ?? 0
    sum.days.push(Math.min(leftDay, rightDay))
    sum.visits.push(visits)
  }
}

/** A run as `student_resources.visit_days` writes it: `3:2 10 17:4`, the count left away where it is 1. */
export function writeVisitDays(opened: OpenedDays, index: number): string {
  let text = ''
  const end = opened.ends[index] ?? 0
  for (let cell = opened.ends[index - 1] ?? 0; cell < end; cell++) {
    const visits = opened.visits[cell] ?? 0
    text += `${text === '' ? '' : ' '}${opened.days[cell]}${visits === 1 ? '' : `:${visits}`}`
  }
  return text
}

/** Appends the run of one more resource, as `writeVisitDays` wrote it; resources must come in order. */
export function readVisitDays(
  opened: OpenedDays,
  row: { resourceNo: number; visitDays: string; first: number; last: number },
) {
  if (row.visitDays === '') return
  opened.resources.push(row.resourceNo)
  opened.firsts.push(row.first)
  opened.lasts.push(row.last)
  for (const cell of row.visitDays.split(' ')) {
    const [day, visits = '1'] = cell.split(':')
    opened.days.push(Number(day))
    opened.visits.push(Number(visits))
  }
  opened.ends.push(opened.days.length)
}
