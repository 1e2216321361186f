import type { DailyVisits } from '#shared/figures.ts'
import type { StudentPage } from '#shared/student-page.ts'
import type { DaySpan } from '../../charts/time-scale.ts'
import { visitsByDay } from '../dashboard/what-happened.ts'

export const figureNames = ['visits', 'activeDays', 'sessions', 'posts', 'attempts'] as const
export type FigureName = (typeof figureNames)[number]
export type Figures = Record<FigureName, number>

/** What a student did in the days shown; sessions are those of the whole course. */
export function figuresOf(page: StudentPage, daily: DailyVisits, { from, to }: DaySpan): Figures {
  const visits = visitsByDay(daily).slice(from, to)
  const sum = (values: number[]) => values.reduce((all, value) => all + value, 0)
  return {
    visits: sum(visits),
    activeDays: visits.filter((count) => count > 0).length,
    sessions: page.student.sessions,
    posts: sum(page.communication.map(({ posts }) => posts)),
    attempts: sum(page.assessment.map(({ attempts }) => attempts)),
  }
}
