import type { PoolConnection } from 'mysql2/promise'
import { TsvRows } from '../tsv-rows.ts'
import type { VisitBlocks } from '../visit-blocks.ts'
import type { VisitList } from '../visit-list.ts'
import { loadRows, type Chunks } from './load-rows.ts'

export interface VisitTarget {
  courseId: number
  importId: number
  /** Epoch microseconds of the course's start. */
  startMicros: number
}

/** Visits as rows for `loadVisits`. */
export function writeVisits(
  rows: TsvRows,
  { startMicros }: VisitTarget,
  userNo: number,
  visits: VisitList,
) {
  for (let index = 0; index < visits.length; index++) {
    rows.number(userNo)
    rows.instant(startMicros + visits.at(index))
    rows.number(visits.resourceNo(index))
    rows.endRow()
  }
}

/** Loads visits; answers how many of them the course did not have. */
export function loadVisits(
  connection: PoolConnection,
  { courseId, importId }: VisitTarget,
  chunks: Chunks,
  onRepeat: 'keep_stored' | 'fail',
): Promise<number> {
  return loadRows(
    connection,
    {
      table: 'visits',
      columns: ['user_no', 'at', 'resource_no'],
      constants: { course_id: courseId, import_id: importId },
      onRepeat,
    },
    chunks,
  )
}

/**
 * The rows of all blocks, each as soon as it is complete: so that the database stores while the export is
 * still being read. A visit that stands in two blocks comes twice.
 */
export async function* arrivingRows(
  target: VisitTarget,
  blocks: VisitBlocks,
  onRows: (rows: number) => void,
): AsyncGenerator<Buffer> {
  const rows = new TsvRows()
  for await (const block of blocks.arriving()) {
    for (const { userNo, visits } of blocks.students([block])) {
      writeVisits(rows, target, userNo, visits)
      if (!rows.isFull) continue
      yield* rows.taken()
      onRows(rows.rows)
    }
  }
  yield* rows.taken()
}
