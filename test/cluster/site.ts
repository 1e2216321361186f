import { join } from 'node:path'
import { readWatchers } from '#deploy/circus.ts'
import { freePorts } from '#deploy/free-ports.ts'
import type { Program } from '#deploy/process-table.ts'
import type { Session } from '#deploy/session.ts'

const names = ['web', 'web', 'worker', 'worker', 'worker', 'beat', 'beat']

/** Two web processes, three workers and two beats, started again when they end, as a supervisor does. */
export async function startSite({ supervisor }: Session, settings: NodeJS.ProcessEnv) {
  const ports = await freePorts(names.length)
  const counts = new Map<string, number>()
  const programs = names.map((kind, index) => {
    const number = (counts.get(kind) ?? 0) + 1
    counts.set(kind, number)
    const program = readWatchers().find(({ name }) => name === kind)
    if (!program) throw new Error(`circus.ini has no watcher "${kind}"`)
    const port = ports[index] ?? 0
    const env = { PATH: process.env.PATH, ...settings, PORT: String(port) }
    return { ...program, name: `${kind} ${number}`, env, port, kind }
  })
  await Promise.all(
    programs.map(async ({ kind, port, ...program }) => {
      const probe = kind === 'web' ? () => ask(port) : undefined
      await supervisor.start({ ...program, ...(probe ? { probe } : {}) } satisfies Program)
    }),
  )
  return {
    webs: programs
      .filter(({ kind }) => kind === 'web')
      .map(({ port }) => ({ host: '127.0.0.1', port })),
    areReady: async () => {
      for (const { kind, port } of programs) if (kind === 'web') await ask(port)
      return true
    },
  }
}

async function ask(port: number) {
  const { ok, status } = await fetch(`http://127.0.0.1:${port}/readyz`, {
    signal: AbortSignal.timeout(5000),
  })
  if (!ok) throw new Error(`the site answers ${status}`)
}

/** Settings as in production but for the directories, and that a dropped file is taken a little sooner. */
export const siteSettings = (root: string, secretKey: string): NodeJS.ProcessEnv => ({
  DATA_IMPORT_DIR: join(root, 'drop'),
  DATA_PROCESSING_DIR: join(root, 'processing'),
  DATA_ERROR_LOGS_DIR: join(root, 'errors'),
  DATA_ARCHIVE_DIR: join(root, 'archive'),
  SECRET_KEY: secretKey,
  IMPORT_SETTLE_SECONDS: '1',
})
