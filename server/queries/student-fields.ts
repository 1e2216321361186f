import { lmsUsers } from '#drizzle/schema/facts.ts'

/** What names a student; `shaping/people.ts` makes the name of it. */
export const studentFields = {
  userNo: lmsUsers.userNo,
  key: lmsUsers.userKey,
  username: lmsUsers.username,
  firstName: lmsUsers.firstName,
  lastName: lmsUsers.lastName,
}
