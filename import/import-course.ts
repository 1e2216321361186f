import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Pool, PoolConnection } from 'mysql2/promise'
import { inTransaction } from '#drizzle/pool.ts'
import type { Receipt } from '#shared/import.ts'
import { openArchive } from './blackboard/archive.ts'
import { withCourseLock, type LockCheck } from './load/course-lock.ts'
import { courseOfImport, markCourseCounted, markImportSucceeded } from './load/course.ts'
import { selectCourseBefore, selectSessions } from './load/course-before.ts'
import { repeatWhenBusy, repeatWhenChanged } from './load/repeat.ts'
import { noticeOrigin } from './notice-origin.ts'
import { ProgressMeter, type Progress } from './progress.ts'
import { closeExport, readExport } from './read-export.ts'
import { receiptOf } from './receipt.ts'
import { RejectsFile } from './rejects-file.ts'
import { Report } from './report.ts'
import { storeExport } from './store-export.ts'

export interface ImportJob {
  importId: number
  zipPath: string
  /** Gets `rejects.csv`, where rows were left out, and holds what does not fit into memory meanwhile. */
  workDirectory: string
  onProgress?: (progress: Progress) => void
  /** Called just before the commit: throws where the import is somebody else's now. */
  stillOurs?: (connection: PoolConnection) => Promise<void>
}

export interface ImportSettings {
  maxEntryBytes: number
  maxRatio: number
  sessionGapMinutes: number
}

/**
 * Brings one export into its course: facts, figures and the import's own row change in one transaction, or
 * nothing does. Throws `ExportUnusable` where the file is to blame; any other error may pass with time.
 */
export async function importCourse(
  pool: Pool,
  job: ImportJob,
  settings: ImportSettings,
): Promise<Receipt> {
  const courseId = await courseOfImport(pool, job.importId)
  return withCourseLock(pool, courseId, (assertLocked) =>
    repeatWhenChanged(() => importLocked({ pool, courseId, job, settings, assertLocked })),
  )
}

interface Run {
  pool: Pool
  courseId: number
  job: ImportJob
  settings: ImportSettings
  assertLocked: LockCheck
}

async function importLocked({ pool, courseId, job, settings, assertLocked }: Run) {
  const startedAt = performance.now()
  await using closing = new AsyncDisposableStack()
  const spoolDirectory = join(job.workDirectory, 'spool')
  closing.defer(() => rm(spoolDirectory, { recursive: true, force: true }))
  await mkdir(spoolDirectory, { recursive: true })
  const archive = await openArchive(job.zipPath, settings)
  closing.defer(() => archive.close())
  const rejects = new RejectsFile(join(job.workDirectory, 'rejects.csv'))
  closing.defer(() => rejects.close())

  const before = await selectCourseBefore(pool, courseId)
  const report = new Report(rejects)
  const progress = new ProgressMeter(job.onProgress ?? (() => {}), () => performance.now())
  const read = await readExport({ archive, report, progress }, before, spoolDirectory)
  closing.defer(() => closeExport(read))
  const { resources } = read
  await noticeOrigin(pool, { courseId, importId: job.importId, resources, report })

  const storing = {
    ...{ courseId, importId: job.importId, progress, workDirectory: spoolDirectory },
    gapMinutes: settings.sessionGapMinutes,
  }
  const store = async (connection: PoolConnection) => {
    const stored = await storeExport(connection, storing, read)
    const sessions = await selectSessions(connection, courseId)
    const seconds = (performance.now() - startedAt) / 1000
    const receipt = receiptOf({ report, before, stored, sessions, seconds })
    rejects.flush()
    await assertLocked(connection)
    await job.stillOurs?.(connection)
    await markCourseCounted(connection, courseId, report.newestAt)
    await markImportSucceeded(connection, job.importId, receipt, report.newestAt)
    return receipt
  }
  return await repeatWhenBusy(() => inTransaction(pool, store, 'READ COMMITTED'))
}
