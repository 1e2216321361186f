import { badGrade, parseGrade } from '../blackboard/grade.ts'
import type { CourseTimes } from '../course-times.ts'
import { isLong, readRows, type Reading } from '../read-rows.ts'
import type { People } from './people.ts'
import type { Resources } from './resources.ts'

/** A post or attempt. `at` is microseconds since the course's start; a post has no grade. */
export interface Fact {
  userNo: number
  at: number
  resourceNo: number
  grade: string | null
}

interface Lookup {
  people: People
  resources: Resources
  times: CourseTimes
}

/** The posts of an export. Every row that can be read names its forum, whatever else is wrong with it. */
export async function readPosts(reading: Reading, lookup: Lookup): Promise<Fact[]> {
  const { people, resources, times } = lookup
  const posts: Fact[] = []
  await readRows(reading, 'forums.txt', ({ cells: [forumKey, userKey, thread, , timestamp] }) => {
    if (forumKey === '' || userKey === '') return 'empty_key'
    if (isLong(forumKey) || isLong(userKey) || isLong(thread, 1000)) return 'long_text'
    if (forumKey.includes('\0') || thread.includes('\0')) return 'malformed_row'
    const resourceNo = resources.nameForum(forumKey, thread, reading.report)
    const userNo = people.numbers.get(userKey)
    if (userNo === undefined) return 'unknown_user'
    const at = times.read(timestamp)
    if (typeof at === 'string') return at
    reading.report.saw(times.calendar.startMicros + at)
    posts.push({ userNo, at, resourceNo, grade: null })
    return null
  })
  return sortedFacts(posts)
}

/** The attempts of an export. */
export async function readAttempts(reading: Reading, lookup: Lookup): Promise<Fact[]> {
  const { people, resources, times } = lookup
  const attempts: Fact[] = []
  await readRows(
    reading,
    'assessments.txt',
    ({ cells: [userKey, contentKey, text, timestamp] }) => {
      if (userKey === '' || contentKey === '') return 'empty_key'
      if (isLong(userKey) || isLong(contentKey)) return 'long_text'
      const userNo = people.numbers.get(userKey)
      if (userNo === undefined) return 'unknown_user'
      const resourceNo = resources.contentNumbers.get(contentKey)
      if (resourceNo === undefined) return 'unknown_resource'
      if (!resources.isAssessment(resourceNo)) return 'not_an_assessment'
      const at = times.read(timestamp)
      if (typeof at === 'string') return at
      reading.report.saw(times.calendar.startMicros + at)
      const grade = parseGrade(text)
      attempts.push({ userNo, at, resourceNo, grade: grade === badGrade ? null : grade })
      return grade === badGrade ? 'bad_grade' : null
    },
  )
  return sortedFacts(attempts)
}

/** In the order of the primary key; of rows with the same key the last one. */
function sortedFacts(facts: Fact[]): Fact[] {
  const sorted = facts.toSorted(compareFacts)
  return sorted.filter((fact, index) => {
    const next = sorted[index + 1]
    return !next || compareFacts(fact, next) !== 0
  })
}

export function compareFacts(a: Fact, b: Fact): number {
  return a.userNo - b.userNo || a.at - b.at || a.resourceNo - b.resourceNo
}
