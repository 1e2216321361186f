import { and, eq, gt, isNull } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { passwordResets, users } from '#drizzle/schema/accounts.ts'

type NewReset = Omit<typeof passwordResets.$inferInsert, 'usedAt'>

export async function addReset(db: Db, reset: NewReset): Promise<void> {
  await db.insert(passwordResets).values(reset)
}

/** Whose link this is, as long as it can be used. By the primary key. */
export async function personOfReset(db: Db, tokenHash: string, now: Date) {
  const [row] = await db
    .select({ id: users.id, email: users.email })
    .from(passwordResets)
    .innerJoin(users, and(eq(users.id, passwordResets.userId), isNull(users.deactivatedAt)))
    .where(and(eq(passwordResets.tokenHash, tokenHash), isUsable(now)))
  return row
}

/** Uses the link up; false where somebody else was quicker. */
export async function takeReset(db: Db, tokenHash: string, now: Date): Promise<boolean> {
  const [{ affectedRows }] = await db
    .update(passwordResets)
    .set({ usedAt: now })
    .where(and(eq(passwordResets.tokenHash, tokenHash), isUsable(now)))
  return affectedRows === 1
}

/** All links of a person that nobody has used go. */
export async function removeResetsOf(db: Db, userId: number): Promise<void> {
  await db
    .delete(passwordResets)
    .where(and(eq(passwordResets.userId, userId), isNull(passwordResets.usedAt)))
}

const isUsable = (now: Date) =>
  and(isNull(passwordResets.usedAt), gt(passwordResets.expiresAt, now))
