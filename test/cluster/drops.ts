import { rename, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { CourseExport } from '../faults/course-exports.ts'

export interface NextExport extends CourseExport {
  isLarge: boolean
}

export interface DroppedExport extends NextExport {
  fileName: string
  at: number
}

const firstDrop = Date.UTC(2026, 9, 1) / 1000

interface Dropping {
  directory: string
  serverId: number
  codes: string[]
  everyMs: number
  /** The export of this number. */
  exportOf: (number: number) => NextExport
}

/** Drops one export after the other, as an exporter does it: under another name first. */
export function startDropping({ directory, serverId, codes, everyMs, exportOf }: Dropping) {
  const dropped: DroppedExport[] = []
  let isOver = false

  async function dropOn() {
    for (let number = 0; !isOver; number += 1) {
      const next = exportOf(number)
      const fileName = `${serverId}_${codes[next.course]}_${number}.zip`
      const path = join(directory, fileName)
      await writeFile(`${path}.part`, next.zip)
      // Files are taken in the order of their times.
      await utimes(`${path}.part`, firstDrop + number, firstDrop + number)
      await rename(`${path}.part`, path)
      dropped.push({ ...next, fileName, at: Date.now() })
      await pause(everyMs)
    }
  }

  const dropping = dropOn()
  return {
    dropped,
    stop: async () => {
      isOver = true
      await dropping
    },
  }
}
