import type { Receipt } from '#shared/import.ts'
import { isoInstant } from './instant.ts'
import type { CourseBefore } from './load/course-before.ts'
import { isSameResource, type ResourcesChange } from './load/resources.ts'
import type { Report } from './report.ts'
import type { Stored } from './store-export.ts'

interface Told {
  report: Report
  before: CourseBefore
  stored: Stored
  /** After the import. */
  sessions: number
  seconds: number
}

/** What an import tells the administrator in the end. */
export function receiptOf({ report, before, stored, sessions, seconds }: Told): Receipt {
  const { people, resources, visits, posts, attempts } = stored
  const freshForums = resources.fresh.filter(({ isForum }) => isForum).length
  const freshResources = resources.fresh.length - freshForums
  const gone = resources.changed.filter(({ after }) => after.goneSince !== null)
  const named = resources.changed.filter(({ after }) => after.goneSince === null)
  const back = named.filter((change) => change.before.goneSince !== null)
  const { files, span, newestAt } = report
  const { lastActivityAt } = before.course
  const after = Math.max(lastActivityAt ?? -Infinity, newestAt ?? -Infinity)
  return {
    files: {
      'all_user.txt': files['all_user.txt'].receipt(people.fresh.length + people.changed.length),
      'all_resources.txt': files['all_resources.txt'].receipt(freshResources + named.length),
      'forums.txt': files['forums.txt'].receipt(posts),
      'assessments.txt': files['assessments.txt'].receipt(attempts),
      'activity.txt': files['activity.txt'].receipt(visits),
    },
    people: { new: people.fresh.length, changed: people.changed.length },
    resources: {
      new: freshResources,
      changed: named.filter((change) => !isOnlyBack(change)).length,
      gone: gone.length,
      back: back.length,
    },
    forums: { new: freshForums },
    sessions: { before: before.sessions, after: sessions },
    span: span && { from: isoInstant(span.from), to: isoInstant(span.to) },
    lastActivity: {
      before: lastActivityAt === null ? null : isoInstant(lastActivityAt),
      after: after === -Infinity ? null : isoInstant(after),
    },
    notices: [...report.notices, ...(stored.isAnew ? [countedAnew] : [])],
    seconds: Math.round(seconds * 1000) / 1000,
  }
}

const countedAnew = {
  code: 'counted_anew',
  text: 'A resource changed its category, or the figures did not fit the facts: all figures were counted anew.',
}

/** Named again, and nothing else. */
const isOnlyBack = ({ before, after }: ResourcesChange['changed'][number]): boolean =>
  isSameResource({ ...before, goneSince: null }, after)
