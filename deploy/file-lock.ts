import { DatabaseSync } from 'node:sqlite'

/**
 * Takes the lock of a file, or answers undefined when another process has it. SQLite's lock is atomic,
 * everywhere the same, and freed by the system whatever ends us. Returns what frees it.
 */
export function tryLock(path: string): (() => void) | undefined {
  const file = new DatabaseSync(path)
  try {
    file.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
    return () => file.close()
  } catch (error) {
    file.close()
    if ((error as { errcode?: number }).errcode === sqliteBusy) return undefined
    throw error
  }
}

const sqliteBusy = 5
