import { lastDay } from '#shared/calendar-days.ts'
import type { SkipReason } from '#shared/import.ts'
import type { CourseTimes } from '../course-times.ts'
import { ExportUnusable } from '../problems.ts'
import { isLong, readRows, type Reading } from '../read-rows.ts'
import type { FileCounts } from '../report.ts'
import type { VisitBlocks } from '../visit-blocks.ts'
import type { People } from './people.ts'
import type { Resources } from './resources.ts'

const file = 'activity.txt'
const fewRows = 20

interface Lookup {
  people: People
  resources: Resources
  times: CourseTimes
}

/** Sorts the rows of `activity.txt` into good visits and rows that are left out. */
export async function readVisits(reading: Reading, lookup: Lookup, visits: VisitBlocks) {
  const { report } = reading
  const { times } = lookup
  const people = lookup.people.numbers
  const { contentNumbers, forumNumbers } = lookup.resources
  const { startMicros } = times.calendar
  await readRows(reading, file, ({ cells }) => {
    const [userKey, contentKey, forumKey, timestamp] = cells
    const userNo = people.get(userKey)
    const resourceNo =
      contentKey === '' ? forumNumbers.get(forumKey) : contentNumbers.get(contentKey)
    if (userNo === undefined || resourceNo === undefined) return whyUnknown(cells, userNo)
    const at = times.read(timestamp)
    if (typeof at === 'string') return at
    visits.add(userNo, at, resourceNo)
    report.saw(startMicros + at)
    return null
  })
  failIfNothingFits(report.files[file], times)
}

/** Most rows never come here: they name somebody and something that is known. */
function whyUnknown(
  [userKey, contentKey, forumKey]: readonly [string, string, string, string],
  userNo: number | undefined,
): SkipReason {
  if (userKey === '') return 'empty_key'
  if (isLong(userKey) || isLong(contentKey) || isLong(forumKey)) return 'long_text'
  if (contentKey === '' && forumKey === '') return 'no_target'
  if (userNo === undefined) return 'unknown_user'
  return contentKey === '' ? 'unknown_forum' : 'unknown_resource'
}

function failIfNothingFits({ read, kept, skipped }: FileCounts, { calendar }: CourseTimes) {
  if (read < fewRows || kept > 0) return
  const { course } = calendar
  const reasons = Object.entries(skipped).map(([reason, rows]) => `${reason} ${rows}`)
  throw new ExportUnusable(
    'nothing_fits',
    `${file}: none of its ${read} rows fits this course (${reasons.join(', ')}). The course runs from ` +
      `${course.startDate} to ${lastDay(course)} (${course.timeZone}). Is it the export of another course, ` +
      `or are the course's dates wrong?`,
  )
}
