import type { EventInput } from '#shared/event.ts'
import { addDays } from '#shared/calendar-days.ts'
import { courseName, workTitle } from './titles.ts'
import type { DemoOptions } from './options.ts'
import { coursePlan, momentInstant, type Moment, type Plan } from './plan.ts'

/** The course that the export belongs to, in the words of the form that makes a course. */
export function demoCourse(options: DemoOptions) {
  const { startDate, weeks, timeZone } = options
  const year = addDays(startDate, 3).slice(0, 4)
  const month = Number(startDate.slice(5, 7))
  return {
    code: courseName.code,
    title: courseName.title,
    offering: `${month < 6 ? 'Semester 1' : 'Semester 2'} ${year}`,
    startDate,
    weeks,
    timeZone,
  }
}

/** Lectures, deadlines and exams of the demo course, as one would enter them. */
export function demoEvents(options: DemoOptions): EventInput[] {
  const plan = coursePlan(options)
  const { breakWeek, guestLecture, midTermTest, exam } = plan
  const single = (title: string, moment: Moment | null): EventInput[] =>
    moment ? [{ kind: 'single', title, at: at(plan, moment) }] : []
  const breakBegins = breakWeek === null ? null : { day: 7 * (breakWeek - 1), hour: 0 }
  return [
    repeating('Lecture', plan, plan.lecture),
    repeating('Workshop', plan, plan.workshop),
    ...plan.works.map((work): EventInput => ({
      kind: 'submission',
      title: workTitle(work),
      startAt: at(plan, work.opens),
      endAt: at(plan, work.due),
      submissionType: work.kind,
    })),
    ...single('Mid-semester test', midTermTest),
    ...single('Mid-semester break begins', breakBegins),
    ...single('Guest lecture: medicine at sea', guestLecture),
    ...single('Exam', exam),
  ]
}

function repeating(
  title: string,
  { teachingWeeks }: Plan,
  { weekday, hour }: { weekday: number; hour: number },
): EventInput {
  return {
    kind: 'repeating',
    title,
    weekday,
    startWeek: 1,
    endWeek: teachingWeeks.at(-1) ?? 1,
    time: `${String(hour).padStart(2, '0')}:00`,
  }
}

function at(plan: Plan, moment: Moment): string {
  return new Date(momentInstant(plan.days, moment)).toISOString()
}
