import { setTimeout as pause } from 'node:timers/promises'
import type { Db } from '#drizzle/db.ts'
import { listImports, type ImportRow } from '#server/repositories/imports.ts'
import { CommandError } from './command.ts'
import { progressOf } from './progress.ts'
import { receiptText } from './receipt-text.ts'

const lookEveryMs = 500
const patienceMs = 15_000

/** Shows an import's progress until it ends, and returns its receipt as text; a failure is thrown. */
export async function waitForImport(db: Db, id: number): Promise<string> {
  const began = performance.now()
  let hasSaidWaiting = false
  let phase = ''
  let advance = progressOf(phase, 0)
  for (;;) {
    const [row] = await listImports(db, { id })
    if (!row) throw new CommandError(`import ${id} is gone: its course was deleted`)
    const end = endOf(row)
    if (end !== undefined) return end
    if (row.state === 'queued' && !hasSaidWaiting && performance.now() - began > patienceMs) {
      console.log('still waiting for a worker')
      hasSaidWaiting = true
    }
    const { progressRows, progressOf: all } = row
    const now = `${row.phase ?? ''} ${all}`
    if (now !== phase) advance = progressOf(row.phase ?? 'working', all)
    phase = now
    if (row.state === 'running' && all > 0) advance(progressRows)
    await pause(lookEveryMs)
  }
}

/** What there is to say at the end; undefined while it has not come. */
function endOf({ id, state, receipt, failureCode, failureText }: ImportRow): string | undefined {
  switch (state) {
    case 'queued':
    case 'running':
      return undefined
    case 'succeeded':
      return receipt ? receiptText(receipt) : `import ${id} succeeded`
    case 'failed':
      throw new CommandError(`import ${id} failed (${failureCode}): ${failureText}`)
    case 'cancelled':
    case 'undone':
      throw new CommandError(`import ${id} was ${state}`)
  }
}
