import fc from 'fast-check'
import { dayStarts, type ZonedCourse } from '#shared/local-time.ts'
import type { TestExport } from './import-run.ts'

/** Everything that ever happened in a course, from which exports are cut. */
export interface Truth {
  visits: Fact[]
  posts: Fact[]
  attempts: Fact[]
}

interface Fact {
  user: string
  /** What follows the user: a key, or two columns of them. */
  target: string
  /** Epoch milliseconds. */
  at: number
  /** Microseconds beyond it. */
  micros: number
  grade: string
}

const people = ['ann', 'bob', 'cid', 'dan', 'eve']
const staff = 'eve'
const resources = [
  'a||Folder|resource/x-bb-folder',
  'b|a|Reading|resource/x-bb-document',
  'c|a|Board|resource/x-bb-discussionboard',
  'd||Test|resource/x-bb-asmt-test-link',
  'e|d|Survey|resource/x-bb-asmt-survey-link',
  'f|a|Rejoinder|resource/x-bb-file',
]
const pages = ['a|', 'b|', 'c|', 'd|', 'e|', 'f|', '|a', '|talk']
const most = { visits: 50, posts: 8, attempts: 8 }
const mostFacts = most.visits + most.posts + most.attempts

/** Some instants are near others, so that sessions grow together; some lie where clocks change. */
function facts(course: ZonedCourse, targets: string[], maxLength: number): fc.Arbitrary<Fact[]> {
  const starts = dayStarts(course)
  const [first = 0, last = 0] = [starts[0], starts.at(-1)]
  const hours = Math.floor((last - first) / 3_600_000) - 1
  const fact = fc
    .record({
      user: fc.constantFrom(...people),
      target: fc.constantFrom(...targets),
      hour: fc.nat(hours),
      minute: fc.constantFrom(0, 1, 30, 40, 41, 59),
      micros: fc.constantFrom(0, 1, 500_000),
    })
    .map(({ hour, minute, ...rest }) => {
      const at = first + hour * 3_600_000 + minute * 60_000
      // One grade for each instant: which of two is newer is another test's affair.
      return { ...rest, at, grade: hour % 3 === 0 ? '' : `${hour % 10}.${minute % 10}` }
    })
  return fc.array(fact, { maxLength })
}

export const truthOf = (course: ZonedCourse): fc.Arbitrary<Truth> =>
  fc.record({
    visits: facts(course, pages, most.visits),
    posts: facts(course, ['a', 'talk'], most.posts),
    attempts: facts(course, ['d', 'e'], most.attempts),
  })

/** How an exporter may cut and write an export. */
export interface Cut {
  /** Which facts, in the order of the truth. */
  mask: boolean[]
  /** Who is named besides those who have done something in it. */
  named: string[]
  notation: Notation
}

type Notation = (typeof notations)[number]
const notations = ['Z', '+00:00', '+0530', '-03', 'local'] as const

export const cut: fc.Arbitrary<Cut> = fc.record({
  mask: fc.array(fc.boolean(), { minLength: mostFacts, maxLength: mostFacts }),
  named: fc.subarray(people),
  notation: fc.constantFrom(...notations),
})

export const wholeCut: Cut = {
  mask: Array.from({ length: mostFacts }, () => true),
  named: people,
  notation: 'Z',
}

/** An export that holds a part of the truth, and names all resources and whoever has a part in it. */
export function exportOf(
  truth: Truth,
  course: ZonedCourse,
  { mask, named, notation }: Cut,
): TestExport {
  const part = (of: Fact[], from: number) => of.filter((_, index) => mask[from + index])
  const visits = part(truth.visits, 0)
  const posts = part(truth.posts, most.visits)
  const attempts = part(truth.attempts, most.visits + most.posts)
  const active = new Set([...named, ...[visits, posts, attempts].flat().map(({ user }) => user)])
  const time = (fact: Fact) => written(fact, course, notation)
  const forums = ['a', 'talk'].map(
    (forum) => `${forum}|${[...active][0] ?? ''}|Forum ${forum}|text|`,
  )
  return {
    header: { 'all_user.txt': 'user_key|username|firstname|lastname|email|role' },
    'all_user.txt': [...active].map((key) => `${key}|u|First|Last|e|${key === staff ? 'TA' : ''}`),
    'all_resources.txt': resources,
    // A row whose time is none still names its forum.
    'forums.txt': [
      ...forums,
      ...posts.map((fact) => `${fact.target}|${fact.user}|Forum ${fact.target}|text|${time(fact)}`),
    ],
    'assessments.txt': attempts.map(
      (fact) => `${fact.user}|${fact.target}|${fact.grade}|${time(fact)}`,
    ),
    'activity.txt': visits.map((fact) => `${fact.user}|${fact.target}|${time(fact)}`),
  }
}

function written({ at, micros }: Fact, { timeZone }: ZonedCourse, notation: Notation): string {
  const instant = Temporal.Instant.fromEpochMilliseconds(at).add({ microseconds: micros })
  if (notation !== 'local') {
    const offset = { Z: '+00:00', '+00:00': '+00:00', '+0530': '+05:30', '-03': '-03:00' }[notation]
    const text = instant.toZonedDateTimeISO(offset).toPlainDateTime().toString()
    return `${notation === 'Z' ? text : text.replace('T', ' ')}${notation}`
  }
  const local = instant.toZonedDateTimeISO(timeZone).toPlainDateTime()
  // In the hour that comes twice a time without an offset is the earlier one.
  const isItself = local.toZonedDateTime(timeZone).toInstant().equals(instant)
  return isItself ? local.toString() : instant.toString()
}
