import { addDays } from '#shared/calendar-days.ts'
import { oneLine } from '#shared/one-line.ts'
import type { CourseWeek } from './digest-rows.ts'

const number = (count: number) => count.toLocaleString('en')
const counted = (count: number, one: string, many: string) =>
  `${number(count)} ${count === 1 ? one : many}`

const dateWords = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  timeZone: 'UTC',
})
/** `Monday 4 May`. */
const inWords = (date: string) => dateWords.format(new Date(`${date}T00:00:00Z`))

/** The week from `monday` on of an owner's courses, in figures. */
export function composeDigest(
  courses: CourseWeek[],
  { monday, baseUrl }: { monday: string; baseUrl: string },
): { subject: string; body: string } {
  const from = inWords(monday)
  const [only] = courses.length === 1 ? courses : []
  const what = only ? oneLine(only.title, 100) : counted(courses.length, 'course', 'courses')
  const parts = [
    `Your courses from ${from} to ${inWords(addDays(monday, 6))}`,
    ...courses.map((course) => inFigures(course, { monday, baseUrl })),
    `You get this mail each Monday because you own these courses. To end it, switch it off under\n${baseUrl}/account`,
  ]
  return { subject: `cloop: ${what}, week from ${from}`, body: `${parts.join('\n\n')}\n` }
}

function inFigures(course: CourseWeek, { monday, baseUrl }: { monday: string; baseUrl: string }) {
  const { content, communication, assessment, students, classSize, before, week, weeks } = course
  const visits = content + communication + assessment
  return [
    `${oneLine(course.title)} (${oneLine(course.code)}), week ${week} of ${weeks}`,
    `  Visits: ${number(visits)} (content ${number(content)}, communication ${number(communication)}, assessment ${number(assessment)})${before ? `; ${comparedWith(visits, before.visits)}` : ''}`,
    `  Students who came: ${number(students)} of ${number(classSize)}${before ? `; ${comparedWith(students, before.students)}` : ''}`,
    `  Sessions: ${number(course.sessions)}`,
    ...lateness(course, monday),
    `  ${baseUrl}/courses/${course.courseId}?week=${week}`,
  ].join('\n')
}

/** The change from the week before, with its base. */
export function comparedWith(now: number, before: number): string {
  if (before === 0) return now === 0 ? 'none the week before either' : 'none the week before'
  const base = `than the week before (${number(before)})`
  if (now === before) return `as many as the week before (${number(before)})`
  const percent = Math.round((Math.abs(now - before) / before) * 100)
  const change = percent === 0 ? 'less than 1 %' : `${number(percent)} %`
  return `${change} ${now > before ? 'more' : 'fewer'} ${base}`
}

/** Figures of a week that the exports have not reached the end of are not what they will be. */
function lateness({ lastActivityAt, timeZone }: CourseWeek, monday: string): string[] {
  if (!lastActivityAt) return []
  const local = Temporal.Instant.fromEpochMilliseconds(lastActivityAt.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime()
  const date = local.toPlainDate().toString()
  if (date >= addDays(monday, 6)) return []
  const time = local.toPlainTime().toString({ smallestUnit: 'minute' })
  return [`  The newest activity that has arrived is of ${inWords(date)}, ${time} (${timeZone}).`]
}
