import { randomUUID } from 'node:crypto'
import type { Context } from 'hono'
import { inDbTransaction } from '#drizzle/db.ts'
import type { AuditAction } from '#shared/audit.ts'
import type { EventChanges } from '#shared/event-changes.ts'
import { audit } from '../auth/audit.ts'
import type { Deps, SiteEnv } from '../deps.ts'
import { changeEvents, type ChangeOrder } from '../repositories/event-changes.ts'

type Order = Pick<ChangeOrder, 'wanted' | 'skipped' | 'isGone' | 'dryRun'> & {
  action: AuditAction
  detail?: Record<string, unknown>
}

/** Makes the events that are wanted in the course of this request, and writes that down; or says what would be made. */
export async function carryOut(
  c: Context<SiteEnv>,
  { pool, now }: Pick<Deps, 'pool' | 'now'>,
  { action, detail, ...order }: Order,
): Promise<EventChanges> {
  const { id: courseId } = c.get('course')
  return inDbTransaction(pool, async (db) => {
    const changes = await changeEvents(db, { ...order, courseId, now: now(), newUid: randomUUID })
    if (!order.dryRun) {
      const counts = { made: changes.events.length, removed: changes.removed.length }
      await audit(c, { db, now }, action, { courseId, detail: { ...detail, ...counts } })
    }
    return changes
  })
}
