import type { DemoCourse } from './demo-course.ts'

/** What a day with mess in it holds: a row that goes wrong, one for about every 400 good ones. */
const rowsApart = 400

/** A person without a key: skipped as `empty_key`. */
export const messyUser = '|nobody|No|Key|nobody@example.edu|||\n'

/** Attempts that an import must leave out or keep without a grade, on the first day of the course. */
export function* messyAttempts({ people, items, plan }: DemoCourse): Generator<string> {
  const person = people[0]?.key ?? ''
  const time = `${plan.days[0]?.date ?? ''}T12:00:00`
  const assessed = items.find(({ handIn }) => handIn)?.key ?? ''
  const content = items[0]?.key ?? ''
  yield `${person}|${assessed}|very good|${time}\n`
  yield `${person}|${content}|10|${time}\n`
  yield `_1_1|${assessed}|10|${time}\n`
}

/** Rows in the place of a good one: itself again, and what each reason to skip a visit looks like. */
const kinds: ((good: string) => string)[] = [
  (good) => good,
  (good) => good.replace(/^[^|]*/, '_1_1'),
  (good) => good.replace(/\|[^|]*\|[^|]*\|/, '|||'),
  (good) => good.replace(/\|[^|]*\|[^|]*\|/, '|_1_1||'),
  (good) => good.replace(/\|[^|]*\|[^|]*\|/, '||_1_1|'),
  (good) => good.replace(/[^|]*\n/, 'yesterday\n'),
  (good) => good.replace(/[^|]*\n/, '2001-02-29T10:00:00\n'),
  (good) => good.replace(/[^|]*\n/, '2001-01-01T10:00:00Z\n'),
  (good) => good.replace(/^[^|]*/, ''),
  (good) => good.replace(/^[^|]*/, '"a"b'),
]

/** The messy row that follows the day's n-th good one, or an empty text where none does. */
export function messyVisit(day: number, index: number, good: string): string {
  if (index % rowsApart !== rowsApart / 4) return ''
  return kinds[(day + Math.floor(index / rowsApart)) % kinds.length]?.(good) ?? ''
}
