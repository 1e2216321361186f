import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { vi } from 'vitest'
import { run } from '#cli/run.ts'
import type { TestDatabase } from '../support/database.ts'
import { databaseSettings } from '../support/process-settings.ts'

const main = fileURLToPath(new URL('../../cli/main.ts', import.meta.url))

interface Given {
  environment?: Record<string, string>
  input?: string
  /** Where it runs; `.env` is read from there. */
  cwd?: string
}

/** Starts `cloop …` as a process of its own, with nothing of this one's settings but what is given. */
export function startCloop(words: string[], { environment, input, cwd }: Given = {}) {
  const child = spawn(process.execPath, [main, ...words], {
    env: { PATH: process.env.PATH, ...environment },
    cwd,
    stdio: 'pipe',
  })
  child.stdin.end(input ?? '')
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve)
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  const all = Promise.all([text(child.stdout), ended])
  return {
    child,
    /** What it has said on standard error by now. */
    errors: () => said,
    ended: all.then(([output, code]) => ({ code, output, errors: said })),
  }
}

/** Runs it to its end. */
export const runCloop = (words: string[], given: Given = {}) => startCloop(words, given).ended

/** Runs `cloop …` inside this process, much sooner; for commands that read nothing from standard input. */
export async function callCloop(words: string[], environment: Record<string, string> = {}) {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
  const log = vi.spyOn(console, 'log').mockImplementation(() => {})
  const error = vi.spyOn(console, 'error').mockImplementation(() => {})
  const said = (spy: { mock: { calls: unknown[][] } }) =>
    spy.mock.calls.map(([line]) => `${String(line)}\n`).join('')
  try {
    const code = await run(words)
    return { code, output: said(log), errors: said(error) }
  } finally {
    log.mockRestore()
    error.mockRestore()
    vi.unstubAllEnvs()
  }
}

/** Settings that name a database, and directories and a broker that nothing is asked of. */
export function settingsFor({ settings }: TestDatabase): Record<string, string> {
  return {
    SECRET_KEY: 'a'.repeat(40),
    // A test runner has one of its own, which is no address.
    BASE_URL: 'http://127.0.0.1:8080',
    ...databaseSettings(settings),
    RABBITMQ_PORT: '1',
    RABBITMQ_PASSWORD: 'broker-secret',
    DATA_IMPORT_DIR: '/nowhere/import',
    DATA_PROCESSING_DIR: '/nowhere/processing',
    DATA_ERROR_LOGS_DIR: '/nowhere/errors',
  }
}
