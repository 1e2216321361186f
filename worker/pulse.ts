import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { randomBytes } from 'node:crypto'
import type { Pool } from 'mysql2/promise'
import type { Logger } from '#lib/log.ts'
import { deletePulse, writePulse, type Pulse } from './task-rows.ts'

const everyMs = 15_000

/** A name that no other process has, nor this one after a restart: leases bear it. */
export function processName(): string {
  const host = hostname()
    .replaceAll(/[^\w.-]/g, '')
    .slice(0, 60)
  return `${host}-${process.pid}-${randomBytes(4).toString('hex')}`
}

/** The version that a heartbeat tells, so that the checks see processes of another one. */
function readVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}

/** Leaves a heartbeat now and every 15 s; the row goes when this is closed. */
export async function startPulse(
  pool: Pool,
  log: Logger,
  kind: Pulse['kind'],
  name: string,
): Promise<{ close: () => Promise<void> }> {
  const pulse = { process: name, kind, version: readVersion() }
  await writePulse(pool, pulse)
  const timer = setInterval(() => {
    writePulse(pool, pulse).catch((error: unknown) => {
      log.warn({ err: error }, 'the heartbeat could not be written')
    })
  }, everyMs)
  return {
    close: async () => {
      clearInterval(timer)
      await deletePulse(pool, name)
    },
  }
}
