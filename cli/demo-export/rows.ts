import type { DemoCourse } from './demo-course.ts'
import { messyAttempts, messyUser } from './mess.ts'
import { localInstant } from './options.ts'
import { momentInstant } from './plan.ts'
import { timeFormat } from './wall-clock.ts'

/** The instants that an export shows: `from ≤ t < until`, epoch milliseconds. */
export interface Span {
  from: number
  until: number
}

export function exportSpan({ options, plan }: DemoCourse): Span {
  const { from, until, timeZone } = options
  const last = plan.days.at(-1)
  const end = last ? last.start + last.length : 0
  return {
    from: from === undefined ? -Infinity : localInstant(from, timeZone),
    until: until === undefined ? end : Math.min(localInstant(until, timeZone), end),
  }
}

/** One line of an export file; cells that need it are quoted as in RFC 4180. */
export function row(...cells: string[]): string {
  const quoted = cells.map((cell) =>
    /[|"\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell,
  )
  return `${quoted.join('|')}\n`
}

/** Epoch milliseconds at which a day begins, also of days before and after the course. */
function beginning({ plan }: DemoCourse, day: number): number {
  return day < 0 ? -Infinity : (plan.days[day]?.start ?? Infinity)
}

/** Everyone who was in the course's lists by then. */
export function* userRows(course: DemoCourse, { until }: Span): Generator<string> {
  yield row('user_key', 'username', 'firstname', 'lastname', 'email', 'role', 'group', 'status')
  for (const person of course.people) {
    if (beginning(course, person.enrolled) >= until) continue
    const { key, username, firstName, lastName, email, role, group } = person
    const hasLeft = person.withdraws && beginning(course, person.lastDay + 7) < until
    yield row(key, username, firstName, lastName, email, role, group, hasLeft ? 'withdrawn' : '')
  }
  if (course.options.mess) yield messyUser
}

/** What had been put into the course by then: the front matter always, the rest from its first day. */
export function* resourceRows(course: DemoCourse, { until }: Span): Generator<string> {
  const { items, plan } = course
  yield row(
    'content_key',
    'parent_content_key',
    'title',
    'resource_type',
    'position',
    'max_grade',
    'due_at',
  )
  for (const { key, isForum, title, type, parent, position, interest, handIn } of items) {
    if (isForum || beginning(course, interest.from || -1) >= until) continue
    const isDue = handIn?.kind === 'assignment' || handIn?.kind === 'quiz'
    const due = isDue ? new Date(momentInstant(plan.days, handIn.due)).toISOString() : ''
    const maxGrade = String(handIn?.maxGrade ?? '')
    yield row(key, parent?.key ?? '', title, type, String(position), maxGrade, due)
  }
}

interface Fact {
  person: number
  item: number
  day: number
  time: number
}

/** Facts of the span with the cells that all of them share: the keys of person and item, the time. */
function* inSpan<T extends Fact>({ plan, people, items }: DemoCourse, span: Span, facts: T[]) {
  const format = timeFormat()
  for (const fact of facts) {
    const day = plan.days[fact.day]
    if (!day) continue
    const at = day.start + fact.time
    if (at < span.from || at >= span.until) continue
    const userKey = people[fact.person]?.key ?? ''
    const item = items[fact.item]
    yield {
      fact,
      userKey,
      itemKey: item?.key ?? '',
      title: item?.title ?? '',
      time: format(day)(fact.time),
    }
  }
}

export function* forumRows(course: DemoCourse, span: Span): Generator<string> {
  yield row('forum_key', 'user_key', 'thread', 'post', 'timestamp')
  for (const { fact, userKey, itemKey, title, time } of inSpan(course, span, course.posts)) {
    yield row(itemKey, userKey, title, fact.subject, time)
  }
}

/** Submissions with the grades that were there by then. */
export function* attemptRows(course: DemoCourse, span: Span): Generator<string> {
  yield row('user_key', 'content_key', 'user_grade', 'timestamp')
  for (const { fact, userKey, itemKey, time } of inSpan(course, span, course.attempts)) {
    const isGraded = beginning(course, fact.gradedOn) < span.until
    yield row(userKey, itemKey, isGraded ? fact.grade : '', time)
  }
  if (course.options.mess) yield* messyAttempts(course)
}
