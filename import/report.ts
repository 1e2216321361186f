import {
  exportFiles,
  type ExportFile,
  type FileReceipt,
  type Notice,
  type SkipReason,
} from '#shared/import.ts'
import type { TableRow } from './blackboard/tables.ts'
import type { RejectsFile } from './rejects-file.ts'

/** What becomes of the rows of one file. */
export class FileCounts {
  read = 0
  readonly skipped: Partial<Record<SkipReason, number>> = {}
  readonly #file: ExportFile
  readonly #rejects: RejectsFile

  constructor(file: ExportFile, rejects: RejectsFile) {
    this.#file = file
    this.#rejects = rejects
  }

  skip(row: TableRow, reason: SkipReason) {
    this.skipped[reason] = (this.skipped[reason] ?? 0) + 1
    this.#rejects.add(this.#file, row, reason)
  }

  /** Rows that were not left out. A bad grade is counted, but its attempt is kept. */
  get kept(): number {
    const skipped = Object.entries(this.skipped)
      .filter(([reason]) => reason !== 'bad_grade')
      .reduce((sum, [, rows]) => sum + rows, 0)
    return this.read - skipped
  }

  /** Every good row is either stored or one that said nothing new. */
  receipt(stored: number): FileReceipt {
    return { read: this.read, stored, alreadyKnown: this.kept - stored, skipped: this.skipped }
  }
}

/** Everything that an import has to tell, gathered while it runs. */
export class Report {
  readonly files: Record<ExportFile, FileCounts>
  readonly #notices = new Map<string, Notice>()
  #from = Infinity
  #to = -Infinity

  constructor(rejects: RejectsFile) {
    this.files = Object.fromEntries(
      exportFiles.map((file) => [file, new FileCounts(file, rejects)]),
    ) as Record<ExportFile, FileCounts>
  }

  /** One notice of each kind, with the first text and how often it happened. */
  notice(code: string, text: string, more: { file?: ExportFile; count?: number } = {}) {
    const { file, count = 1 } = more
    const key = `${code} ${file ?? ''}`
    const known = this.#notices.get(key)
    if (known) known.count = (known.count ?? 0) + count
    else this.#notices.set(key, { code, text, count, ...(file ? { file } : {}) })
  }

  /** A kept visit, post or attempt, in epoch microseconds. */
  saw(at: number) {
    if (at < this.#from) this.#from = at
    if (at > this.#to) this.#to = at
  }

  /** The newest instant among what was kept: the age of the export. */
  get newestAt(): number | null {
    return this.#to === -Infinity ? null : this.#to
  }

  /** From the oldest to the newest instant that was kept. */
  get span(): { from: number; to: number } | null {
    return this.newestAt === null ? null : { from: this.#from, to: this.newestAt }
  }

  get notices(): Notice[] {
    return [...this.#notices.values()]
  }
}
