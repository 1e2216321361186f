import { setTimeout as pause } from 'node:timers/promises'
import type { Db } from '#drizzle/db.ts'
import { listImports, type ImportRow } from '#server/repositories/imports.ts'
import { CommandError } from './command.ts'
import { progressOf } from './progress.ts'
import { receiptText } from './receipt-text.ts'

const lookEveryMs = 500
const patienceMs = 15_000

/** Waits for one after the other, and shows how each ended. Throws, after the last, where one has failed. */
export async function waitForImports(db: Db, ids: readonly number[]): Promise<void> {
  const failures: CommandError[] = []
  for (const id of ids) {
    try {
      console.log(`import ${id}\n${await waitForImport(db, id)}`)
    } catch (error) {
      if (!(error instanceof CommandError)) throw error
      failures.push(error)
    }
  }
  if (failures.length > 0) throw new CommandError(failures.map(({ message }) => message).join('\n'))
}

/** Shows an import's progress until it ends, and returns its receipt as text; a failure is thrown. */
export async function waitForImport(db: Db, id: number): Promise<string> {
  const began = performance.now()
  let hasSaidWaiting = false
  let phase = ''
  let bar = progressOf(phase, 0)
  for (;;) {
    const [row] = await listImports(db, { id })
    if (!row) throw new CommandError(`import ${id} is gone: its course was deleted`)
    if (row.state !== 'queued' && row.state !== 'running') {
      bar.end()
      return endOf(row)
    }
    if (row.state === 'queued' && !hasSaidWaiting && performance.now() - began > patienceMs) {
      console.log('still waiting for a worker')
      hasSaidWaiting = true
    }
    const { progressRows, progressOf: all } = row
    const now = `${row.phase ?? ''} ${all}`
    if (now !== phase) {
      bar.end()
      bar = progressOf(row.phase ?? 'working', all)
    }
    phase = now
    if (row.state === 'running' && all > 0) bar.advance(progressRows)
    await pause(lookEveryMs)
  }
}

/** What there is to say at the end. */
function endOf({ id, state, receipt, failureCode, failureText }: ImportRow): string {
  switch (state) {
    case 'succeeded':
      return receipt ? receiptText(receipt) : `import ${id} succeeded`
    case 'failed':
      throw new CommandError(`import ${id} failed (${failureCode}): ${failureText}`)
    default:
      throw new CommandError(`import ${id} was ${state}`)
  }
}
