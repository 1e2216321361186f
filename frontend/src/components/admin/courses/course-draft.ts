import type { AdminCourse, CourseChange, CourseOwner } from '#shared/admin.ts'
import { addDays, weekdayOf } from '#shared/calendar-days.ts'
import type { FormErrors } from '../../../form-errors.ts'
import { formatDay } from '../../../texts/format.ts'
import { adminTexts } from '../../../texts/admin-texts.ts'

const t = adminTexts.courses.form

/** What stands in the form of a course, as it was typed. */
export interface CourseDraft {
  code: string
  title: string
  offering: string
  startDate: string
  weeks: string
  timeZone: string
  lmsType: string
  /** Id of the server; empty for none. */
  lmsServerId: string
  owners: CourseOwner[]
  /** Empty: as long as the installation keeps data. */
  keepDays: string
}

export function courseDraftOf(course: AdminCourse | undefined, timeZone: string): CourseDraft {
  return {
    code: course?.code ?? '',
    title: course?.title ?? '',
    offering: course?.offering ?? '',
    startDate: course?.startDate ?? '',
    weeks: String(course?.weeks ?? 15),
    timeZone: course?.timeZone ?? timeZone,
    lmsType: course?.lmsType ?? 'Blackboard',
    lmsServerId: course?.lmsServer ? String(course.lmsServer.id) : '',
    owners: course?.owners ?? [],
    keepDays: course?.keepDays == null ? '' : String(course.keepDays),
  }
}

/** The course that a draft without errors stands for. */
export function courseOf(draft: CourseDraft): Required<CourseChange> {
  return {
    code: draft.code.trim(),
    title: draft.title.trim(),
    offering: draft.offering.trim(),
    startDate: draft.startDate,
    weeks: Number(draft.weeks),
    timeZone: draft.timeZone.trim(),
    lmsType: draft.lmsType.trim(),
    lmsServerId: draft.lmsServerId === '' ? null : Number(draft.lmsServerId),
    ownerIds: draft.owners.map(({ id }) => id),
    keepDays: draft.keepDays.trim() === '' ? null : Number(draft.keepDays),
  }
}

/** Of a course only what differs from it: what nobody touched is not sent. */
export function changesOf(draft: CourseDraft, before: AdminCourse): CourseChange {
  const was = courseOf(courseDraftOf(before, before.timeZone))
  const is = courseOf(draft)
  const isSame = (name: keyof CourseChange) =>
    JSON.stringify(is[name]) === JSON.stringify(was[name])
  return Object.fromEntries(
    Object.entries(is).filter(([name]) => !isSame(name as keyof CourseChange)),
  )
}

/** Whether days and weeks of the course's figures change with it. */
export const movesDays = ({ startDate, weeks, timeZone }: CourseChange) =>
  startDate !== undefined || weeks !== undefined || timeZone !== undefined

/** What is wrong with a draft and what would be right, by field. */
export function checkCourse(draft: CourseDraft): FormErrors {
  const code = draft.code.trim()
  const weeks = Number(draft.weeks)
  const errors = {
    code: code === '' ? t.codeMissing : /[/\\]/.test(code) ? t.codeWrong : undefined,
    title: draft.title.trim() === '' ? t.titleMissing : undefined,
    startDate: startError(draft.startDate),
    weeks:
      draft.weeks.trim() !== '' && Number.isInteger(weeks) && weeks >= 1 && weeks <= 60
        ? undefined
        : t.weeksWrong,
    timeZone: isZone(draft.timeZone.trim()) ? undefined : t.timeZoneWrong,
    lmsType: draft.lmsType.trim() === '' ? t.lmsTypeMissing : undefined,
    keepDays: /^(\d{1,5})?$/.test(draft.keepDays.trim()) ? undefined : t.keepDaysWrong,
  }
  return Object.fromEntries(Object.entries(errors).filter(([, error]) => error !== undefined))
}

function startError(day: string): string | undefined {
  if (day === '') return t.startMissing
  const weekday = weekdayOf(day)
  if (weekday === 1) return undefined
  const monday = addDays(day, weekday <= 4 ? 1 - weekday : 8 - weekday)
  return t.notMonday(formatDay(day, 'weekday'), formatDay(monday, 'long'))
}

/** Whether the browser knows the zone; the server has the last word. */
export function isZone(name: string): boolean {
  if (name === '') return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) instanceof Intl.DateTimeFormat
  } catch {
    return false
  }
}
