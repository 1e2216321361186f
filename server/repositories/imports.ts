import { and, desc, eq } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { courseOfferings } from '#drizzle/schema/courses.ts'
import { imports } from '#drizzle/schema/imports.ts'
import type { ImportState } from '#shared/import.ts'

export type ImportRow = Awaited<ReturnType<typeof listImports>>[number]

interface ImportFilter {
  courseId?: number | undefined
  state?: ImportState | undefined
  id?: number
  limit?: number
  offset?: number
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
        filter.state && eq(imports.state, filter.state),
        filter.id === undefined ? undefined : eq(imports.id, filter.id),
      ),
    )
    .orderBy(desc(imports.id))
    .limit(filter.limit ?? mostAtOnce)
    .offset(filter.offset ?? 0)
}
