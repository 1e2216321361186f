import { shown } from '#import/problems.ts'
import {
  exportFiles,
  skipReasons,
  type ExportFile,
  type FailureCode,
  type Receipt,
  type SkipReason,
} from '#shared/import.ts'
import { oneLine } from '#shared/one-line.ts'
import { nextSteps, reasonWords } from './mail-import-words.ts'
import type { Reject } from './rejects-sample.ts'

interface AboutImport {
  id: number
  courseCode: string
  courseTitle: string
  fileName: string
  broughtBy: string
  /** UTC, `YYYY-MM-DD HH:MM:SS.ffffff`. */
  finishedAt: string
  /** Some of the rows that were skipped. */
  samples: Reject[]
}

export interface FailedImport extends AboutImport {
  failureCode: FailureCode
  failureText: string
}

export interface SkippingImport extends AboutImport {
  receipt: Receipt
}

interface Composed {
  subject: string
  body: string
}

const number = (count: number) => count.toLocaleString('en')
const paragraphs = (...parts: string[]) => `${parts.filter(Boolean).join('\n\n')}\n`

/** To the import administrators: an export could not be used. */
export function composeFailure(failed: FailedImport, baseUrl: string): Composed {
  const { failureCode, failureText, courseCode } = failed
  return {
    subject: `cloop: import failed (${failureCode}): ${oneLine(courseCode)}`,
    body: paragraphs(
      `An export for ${nameOf(failed)} could not be imported. Nothing of the course has changed.`,
      factsOf(failed),
      `What is wrong (${failureCode})\n${oneLine(failureText, 5000)}`,
      `What to do\n${nextSteps[failureCode]}`,
      samplesOf(failed.samples),
      linkTo(failed, baseUrl),
    ),
  }
}

/** To the import administrators: an export was imported, and rows were skipped. */
export function composeSkipped(done: SkippingImport, baseUrl: string): Composed {
  const { receipt, courseCode } = done
  const read = exportFiles.reduce((rows, file) => rows + receipt.files[file].read, 0)
  const skipped = skippedRows(receipt)
  const rows = skipped.reduce((sum, { count }) => sum + count, 0)
  const counts = skipped.map(
    ({ file, reason, count }) =>
      `  ${number(count)} in ${file}: ${reason} (${reasonWords[reason]})`,
  )
  return {
    subject: `cloop: ${number(rows)} ${rows === 1 ? 'row' : 'rows'} skipped: ${oneLine(courseCode)}`,
    body: paragraphs(
      `An export for ${nameOf(done)} was imported. Of its ${number(read)} rows ${number(rows)} ${rows === 1 ? 'was' : 'were'} skipped.`,
      factsOf(done),
      oddityOf(receipt),
      `Skipped, by reason\n${counts.join('\n')}`,
      'What to do\nWhere the rows should have counted, have the exporter corrected and the export delivered again: rows that are known already are not counted twice.',
      samplesOf(done.samples),
      linkTo(done, baseUrl),
    ),
  }
}

/** To the import administrators: an export was imported, without a row skipped, and is not what one expects. */
export function composeOdd(done: SkippingImport, baseUrl: string): Composed {
  const odd = alarms(done.receipt)
  return {
    subject: `cloop: odd export (${odd.map(({ code }) => code).join(', ')}): ${oneLine(done.courseCode)}`,
    body: paragraphs(
      `An export for ${nameOf(done)} was imported. Every row fits, but have a look at it.`,
      factsOf(done),
      oddityOf(done.receipt),
      linkTo(done, baseUrl),
    ),
  }
}

/** Notices of an export that may be the wrong one, or broken: only a person can tell. */
const alarming: readonly string[] = ['course_mismatch', 'identity_churn', 'suspicious_shrink']
export const alarms = ({ notices }: Receipt) =>
  notices.filter(({ code }) => alarming.includes(code))

function oddityOf(receipt: Receipt): string {
  const odd = alarms(receipt)
  if (odd.length === 0) return ''
  const lines = odd.map(
    ({ code, file, text }) => `  ${file ? `${file}: ` : ''}${oneLine(text, 1000)} (${code})`,
  )
  return `What is odd\n${lines.join('\n')}`
}

/** In the order of the files and of the checks. */
export function skippedRows({ files }: Receipt) {
  return exportFiles.flatMap((file) =>
    skipReasons.flatMap((reason) => {
      const count = files[file].skipped[reason] ?? 0
      return count > 0 ? [{ file, reason, count }] : []
    }),
  ) satisfies { file: ExportFile; reason: SkipReason; count: number }[]
}

const nameOf = ({ courseCode, courseTitle }: AboutImport) =>
  `the course ${oneLine(courseCode)}, "${oneLine(courseTitle)}",`

function factsOf({ id, fileName, broughtBy, finishedAt }: AboutImport): string {
  return [
    `File: ${oneLine(fileName, 255)}`,
    `Brought by: ${oneLine(broughtBy, 255)}`,
    `Import: number ${id}, ended ${finishedAt.slice(0, 16)} UTC`,
  ].join('\n')
}

const linkTo = ({ id }: AboutImport, baseUrl: string) =>
  `The receipt, and all rows that were skipped:\n${baseUrl}/admin/imports/${id}`

function samplesOf(samples: Reject[]): string {
  if (samples.length === 0) return ''
  return `Rows that were skipped, ${samples.length} of them (file, line, reason, row)\n${samples.map(lineOf).join('\n')}`
}

/** Rows about people hold names and addresses, which do not belong into a mail. */
function lineOf({ file, line, reason, text }: Reject): string {
  return `  ${file} ${line} ${reason}${file === 'all_user.txt' ? '' : ` ${shown(text)}`}`
}
