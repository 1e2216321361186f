import { and, desc, eq, gt } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { signInFailures } from '#drizzle/schema/accounts.ts'

export async function addFailures(db: Db, subjects: string[], failedAt: Date): Promise<void> {
  await db.insert(signInFailures).values(subjects.map((subject) => ({ subject, failedAt })))
}

/** When the `nth` newest failure of a subject since `since` was, if there are so many. By the primary key. */
export async function nthNewestFailure(
  db: Db,
  { subject, since, nth }: { subject: string; since: Date; nth: number },
): Promise<Date | null> {
  const [row] = await db
    .select({ failedAt: signInFailures.failedAt })
    .from(signInFailures)
    .where(and(eq(signInFailures.subject, subject), gt(signInFailures.failedAt, since)))
    .orderBy(desc(signInFailures.failedAt))
    .limit(1)
    .offset(nth - 1)
  return row?.failedAt ?? null
}

export async function removeFailures(db: Db, subject: string): Promise<void> {
  await db.delete(signInFailures).where(eq(signInFailures.subject, subject))
}
