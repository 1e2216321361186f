import { insertMail } from '#drizzle/outbox.ts'
import { addDays, weekdayOf } from '#shared/calendar-days.ts'
import { localDate } from '#shared/local-time.ts'
import type { WorkerContext } from './context.ts'
import { courseWeeks, digestReaders, type CourseWeek } from './digest-rows.ts'
import { composeDigest } from './mail-digest.ts'
import { publishMails } from './publish-mails.ts'

/**
 * Writes each owner who wants it a mail with the newest whole week of their courses in figures; those who
 * have it already get no other, on whatever day this runs. Courses without data of that week are left out.
 * Returns what it did, in words.
 */
export async function writeDigests(context: WorkerContext, now: Date): Promise<string> {
  const { pool, mail } = context
  if (!mail.isOn) return 'no mail server is set'
  const monday = lastWholeWeek(now, mail.timeZone)
  const weeks = (await courseWeeks(pool, monday)).filter((course) => hasData(course, monday))
  let written = 0
  for (const { userId, email, courseIds } of await digestReaders(pool)) {
    const courses = weeks.filter(({ courseId }) => courseIds.includes(courseId))
    if (courses.length === 0) continue
    const composed = composeDigest(courses, { monday, baseUrl: mail.baseUrl })
    const occasion = `${userId} ${monday}`
    const mailId = await insertMail(pool, {
      kind: 'digest',
      occasion,
      recipient: email,
      ...composed,
    })
    if (mailId !== undefined) written += 1
  }
  await publishMails(context)
  return `${written} written`
}

/** The Monday of the newest week that is over. All courses' weeks begin on Mondays. */
function lastWholeWeek(now: Date, timeZone: string): string {
  const today = localDate(now.getTime(), timeZone)
  return addDays(today, 1 - weekdayOf(today) - 7)
}

function hasData({ lastActivityAt, timeZone }: CourseWeek, monday: string): boolean {
  return lastActivityAt !== null && localDate(lastActivityAt.getTime(), timeZone) >= monday
}
