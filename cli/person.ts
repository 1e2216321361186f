import type { Db } from '#drizzle/db.ts'
import { coursesLeavingOut, coursesOfPerson } from '#server/queries/person-data.ts'
import { CommandError, UsageError } from './command.ts'

export const personOptions = {
  'user-key': { type: 'string', value: 'KEY', says: 'the user_key of the LMS' },
  server: {
    type: 'string',
    value: 'ID',
    says: 'LMS server (or none), where several have that key',
  },
} as const

interface Given {
  'user-key'?: string
  server?: string
}

type OnServer = { lmsServerId: number | null }
const serverOf = ({ lmsServerId }: OnServer) => String(lmsServerId ?? 'none')

/** Where somebody of the LMS is, or would be left out if they came; on two LMS servers the same key may be two people. */
export async function findLmsPerson(db: Db, given: Given) {
  const userKey = given['user-key']
  if (!userKey) throw new UsageError('--user-key is missing')
  const isWanted = (course: OnServer) =>
    given.server === undefined || serverOf(course) === given.server
  const courses = (await coursesOfPerson(db, userKey)).filter(isWanted)
  const leavingOut = (await coursesLeavingOut(db, userKey)).filter(isWanted)
  const servers = [...new Set([...courses, ...leavingOut].map(serverOf))]
  if (servers.length > 1) {
    throw new UsageError(
      `${userKey} is a key of several LMS servers (${servers.join(', ')}), and may be another person on each: say --server`,
    )
  }
  if (servers.length === 0) throw new CommandError(`no course knows the user key ${userKey}`)
  return { userKey, courses, leavingOut }
}
