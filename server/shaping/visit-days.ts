import { categories, type Category } from '#shared/resource-category.ts'
import type { DaySpan } from './days.ts'

/** `3:2 10`, two visits on day 3 and one on day 10, as `[[3, 2], [10, 1]]`. */
export function parseVisitDays(visitDays: string): [dayIndex: number, visits: number][] {
  if (visitDays === '') return []
  return visitDays.split(' ').map((entry) => {
    const [day, visits = '1'] = entry.split(':')
    return [Number(day), Number(visits)]
  })
}

export function visitsIn(visitDays: string, { first, last }: DaySpan): number {
  return parseVisitDays(visitDays)
    .filter(([day]) => day >= first && day <= last)
    .reduce((sum, [, visits]) => sum + visits, 0)
}

type PersonalDay = Record<Category, number> & {
  dayIndex: number
  uniquePages: number
  students: number
}

/** What one student did each day: visits by category, and how many different resources. */
export function daysOfStudent(
  use: { category: Category; visitDays: string }[],
  { first, last }: DaySpan,
): PersonalDay[] {
  const days = new Map<number, PersonalDay>()
  for (const { category, visitDays } of use) {
    for (const [dayIndex, visits] of parseVisitDays(visitDays)) {
      if (dayIndex < first || dayIndex > last) continue
      const day = days.get(dayIndex) ?? emptyDay(dayIndex)
      day[category] += visits
      day.uniquePages += 1
      days.set(dayIndex, day)
    }
  }
  return [...days.values()]
}

function emptyDay(dayIndex: number): PersonalDay {
  const none = Object.fromEntries(categories.map((category) => [category, 0]))
  return { ...(none as Record<Category, number>), dayIndex, uniquePages: 0, students: 1 }
}
