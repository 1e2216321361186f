import type { ExportFile, FileReceipt, Receipt, SkipReason } from '#shared/import.ts'
import { texts } from '../../texts/texts.ts'

const t = texts.imports
// The words are in the order of the files and of the checks. Taking both from the schemas would load zod.
const exportFiles = Object.keys(t.files) as ExportFile[]
const skipReasons = Object.keys(t.reasons) as SkipReason[]

/** Rows of a file that were left out. An attempt whose grade cannot be used is kept without it. */
export function skippedOf({ skipped }: FileReceipt): number {
  return skipReasons
    .filter((reason) => reason !== 'bad_grade')
    .reduce((sum, reason) => sum + (skipped[reason] ?? 0), 0)
}

export interface FileLine extends FileReceipt {
  file: ExportFile
}

/** The files of an export in the order in which they are read. */
export function filesOf({ files }: Receipt): FileLine[] {
  return exportFiles.flatMap((file) => {
    const receipt = files[file]
    return receipt ? [{ file, ...receipt }] : []
  })
}

/** What was left out and why, in words: `12 visits: at a time outside the course`. */
export function leftOutLines(receipt: Receipt): string[] {
  return filesOf(receipt).flatMap(({ file, skipped }) =>
    skipReasons.flatMap((reason) => {
      const count = skipped[reason] ?? 0
      if (count === 0) return []
      const line = reason === 'bad_grade' ? t.keptLine : t.leftOutLine
      return [line(file, count, t.reasons[reason])]
    }),
  )
}

/** What an export brought, in a sentence. */
export function sayReceipt(receipt: Receipt): string {
  const visits = receipt.files['activity.txt']
  const skipped = filesOf(receipt).reduce((sum, file) => sum + skippedOf(file), 0)
  return t.succeeded(visits?.stored ?? 0, visits?.alreadyKnown ?? 0, skipped)
}
