import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, max, or } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { courseOfferings } from '#drizzle/schema/courses.ts'
import { imports } from '#drizzle/schema/imports.ts'
import type { ImportState } from '#shared/import.ts'

export type ImportRow = Awaited<ReturnType<typeof listImports>>[number]

interface ImportFilter {
  courseId?: number | undefined
  id?: number
  ids?: number[]
}

const mostAtOnce = 200

/** Newest first, 200 at most. Of one course by its index, else backwards along the primary key. */
export async function listImports(db: Db, filter: ImportFilter) {
  return db
    .select({
      id: imports.id,
      courseId: imports.courseId,
      courseCode: courseOfferings.code,
      fileName: imports.fileName,
      sizeBytes: imports.sizeBytes,
      sha256: imports.sha256,
      broughtBy: imports.broughtBy,
      state: imports.state,
      attempt: imports.attempt,
      phase: imports.phase,
      progressRows: imports.progressRows,
      progressOf: imports.progressOf,
      createdAt: imports.createdAt,
      startedAt: imports.startedAt,
      finishedAt: imports.finishedAt,
      failureCode: imports.failureCode,
      failureText: imports.failureText,
      receipt: imports.receipt,
    })
    .from(imports)
    .innerJoin(courseOfferings, eq(courseOfferings.id, imports.courseId))
    .where(
      and(
        filter.courseId === undefined ? undefined : eq(imports.courseId, filter.courseId),
        filter.id === undefined ? undefined : eq(imports.id, filter.id),
        filter.ids && inArray(imports.id, filter.ids),
      ),
    )
    .orderBy(desc(imports.id))
    .limit(filter.ids?.length ?? mostAtOnce)
}

/** The newest import of a course, claimed and in one of these states, of a file with this hash. By the course's index. */
export async function findSameExport(
  db: Db,
  { courseId, sha256, states }: { courseId: number; sha256: string; states: ImportState[] },
): Promise<number | undefined> {
  const [row] = await db
    .select({ id: imports.id })
    .from(imports)
    .where(
      and(
        eq(imports.courseId, courseId),
        eq(imports.sha256, sha256),
        inArray(imports.state, states),
        isNotNull(imports.claimedAt),
      ),
    )
    .orderBy(desc(imports.id))
    .limit(1)
  return row?.id
}

/** Rows of claims of the file at this path that are under way, or were cut short. By the index of states. */
export async function unclaimedImportsOf(db: Db, sourcePath: string): Promise<number[]> {
  const rows = await db
    .select({ id: imports.id })
    .from(imports)
    .where(
      and(
        eq(imports.state, 'queued'),
        isNull(imports.claimedAt),
        eq(imports.sourcePath, sourcePath),
      ),
    )
  return rows.map(({ id }) => id)
}

/** Locked until the transaction ends. */
export async function lockImport(db: Db, id: number) {
  const [row] = await db
    .select({ id: imports.id, courseId: imports.courseId, state: imports.state })
    .from(imports)
    .where(eq(imports.id, id))
    .for('update')
  return row
}

/** By the course's index; null where none runs. */
export async function runningImportOf(db: Db, courseId: number): Promise<number | null> {
  const [row] = await db
    .select({ id: imports.id })
    .from(imports)
    .where(and(eq(imports.courseId, courseId), eq(imports.state, 'running')))
    .limit(1)
  return row?.id ?? null
}

/** The succeeded import of the course that ended last; null where there is none. */
export async function newestSucceededOf(db: Db, courseId: number): Promise<number | null> {
  const [row] = await db
    .select({ id: imports.id })
    .from(imports)
    .where(and(eq(imports.courseId, courseId), eq(imports.state, 'succeeded')))
    .orderBy(desc(imports.finishedAt), desc(imports.id))
    .limit(1)
  return row?.id ?? null
}

/** A failed import waits again, with all its attempts before it. */
export async function queueAgain(db: Db, id: number): Promise<void> {
  await db
    .update(imports)
    .set({
      state: 'queued',
      attempt: 0,
      worker: null,
      leaseUntil: null,
      publishedAt: null,
      startedAt: null,
      finishedAt: null,
      failureCode: null,
      failureText: null,
    })
    .where(eq(imports.id, id))
}

export async function cancelImport(db: Db, id: number, now: Date): Promise<void> {
  await db
    .update(imports)
    .set({ state: 'cancelled', finishedAt: now, leaseUntil: null })
    .where(eq(imports.id, id))
}

/** The highest id there is; 0 where there is no import. */
export async function newestImportId(db: Db): Promise<number> {
  const [row] = await db.select({ id: max(imports.id) }).from(imports)
  return row?.id ?? 0
}

interface Followed {
  ids: number[]
  newerThan: number
  withQueued: boolean
}

/** Imports that run or, if wanted, wait, those of `ids` and newer ones. By the index of states and the primary key. */
export async function listProgress(db: Db, { ids, newerThan, withQueued }: Followed) {
  return db
    .select({
      id: imports.id,
      courseId: imports.courseId,
      state: imports.state,
      phase: imports.phase,
      progressRows: imports.progressRows,
      progressOf: imports.progressOf,
    })
    .from(imports)
    .where(
      or(
        inArray(imports.state, withQueued ? ['running', 'queued'] : ['running']),
        gt(imports.id, newerThan),
        inArray(imports.id, ids),
      ),
    )
    .orderBy(asc(imports.id))
    .limit(2000)
}
