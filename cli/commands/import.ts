import type { Pool } from 'mysql2/promise'
import { dbOf } from '#drizzle/db.ts'
import type { Config } from '#lib/config.ts'
import { loadSettings } from '#lib/lifecycle.ts'
import { publishImports } from '#worker/publish-imports.ts'
import { CommandError, defineCommand, UsageError } from '../command.ts'
import { findCourse, serverOption } from '../find-course.ts'
import { importFile } from '../import-file.ts'
import { takeExports } from '../take-exports.ts'
import { waitForImports } from '../wait-for-import.ts'
import { withBroker } from '../with-broker.ts'
import { withDatabase } from '../with-database.ts'

export const importExport = defineCommand({
  summary: 'Imports what was dropped for courses, or one file that lies elsewhere.',
  takes: [],
  takesMore: 'code',
  options: {
    all: { type: 'boolean', says: 'everything that lies in the watched directories' },
    file: { type: 'string', value: 'ZIP', says: 'this export instead; the file stays where it is' },
    course: { type: 'string', value: 'CODE', says: 'the course of --file' },
    server: serverOption,
    wait: { type: 'boolean', says: 'until it is done: progress, then the receipt' },
  },
  details: [
    'cloop import ABC10 DEF20       takes the exports of these courses from the watched directories',
    'cloop import --all             takes all that lies there, as the scan of each minute does',
    'cloop import --file x.zip --course ABC10',
    '',
    'The workers do the importing. Exit code 1 where a named course has no export, or, with --wait,',
    'where an import failed.',
  ].join('\n'),
  async run({ options, more: codes }) {
    const choice = chosen(codes, options)
    const settings = loadSettings()
    if (!settings.imports.enabled) {
      throw new CommandError('importing is switched off: DO_IMPORTING is off')
    }
    await withDatabase(settings, async (pool) => {
      const ids = await begin(pool, settings, choice)
      await nudge(settings.broker, pool)
      if (options.wait) await waitForImports(dbOf(pool), ids)
    })
  },
})

type Choice = { server: string | undefined } & (
  { file: string; course: string } | { codes: string[] } | { all: true }
)

interface Options {
  all?: boolean
  file?: string
  course?: string
  server?: string
}

/** One of the three ways, and nothing of the others. */
function chosen(codes: string[], { all, file, course, server }: Options): Choice {
  const ways = Number(codes.length > 0) + Number(all ?? false) + Number(Boolean(file ?? course))
  if (ways === 0) throw new UsageError('say which courses, or --all, or --file and --course')
  if (ways > 1) throw new UsageError('codes, --all and --file exclude one another')
  if (all) {
    if (server) throw new UsageError('--server goes with codes, or with --file')
    return { all, server }
  }
  if (codes.length > 0) return { codes, server }
  if (!file || !course) throw new UsageError(`--${file ? 'course' : 'file'} is missing`)
  return { file, course, server }
}

/** Makes the imports, and says which; their ids. */
async function begin(pool: Pool, settings: Config, choice: Choice): Promise<number[]> {
  if ('file' in choice) return [await beginFile(pool, settings, choice)]
  const { directories, imports } = settings
  const db = dbOf(pool)
  const wanted = new Map<string, number>()
  for (const code of 'codes' in choice ? choice.codes : []) {
    wanted.set(code, await findCourse(db, code, choice.server))
  }
  const courses = 'codes' in choice ? new Set(wanted.values()) : undefined
  console.log(`looking into ${directories.imports.join(' and ')}`)
  const found = await takeExports({ pool, directories, imports, courses })
  for (const { id, courseCode, state, fileName } of found) {
    console.log(
      `import ${id} of ${courseCode} ${state === 'running' ? 'runs' : 'waits'}: ${fileName}`,
    )
  }
  const without = [...wanted].filter(([, id]) => !found.some(({ courseId }) => courseId === id))
  if (without.length > 0) {
    await nudge(settings.broker, pool)
    const names = without.map(([code]) => code).join(', ')
    throw new CommandError(`there is no export to import for ${names}`)
  }
  if (found.length === 0) console.log('nothing there to import')
  return found.map(({ id }) => id)
}

async function beginFile(
  pool: Pool,
  { directories }: Config,
  { file, course: code, server }: Extract<Choice, { file: string }>,
): Promise<number> {
  const courseId = await findCourse(dbOf(pool), code, server)
  const id = await copied(file, () => importFile({ pool, directories, courseId, path: file }))
  console.log(`${file} waits as import ${id} of ${code}`)
  return id
}

/** The import's row is what counts: without a message the workers find it, only later. */
async function nudge(settings: Config['broker'], pool: Pool): Promise<void> {
  try {
    await withBroker({ settings }, (broker) => publishImports({ pool, broker }))
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    console.error(`${error.message} The imports wait until the workers look for them themselves.`)
  }
}

async function copied<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Error && 'path' in error) {
      const why = 'code' in error ? ` (${String(error.code)})` : ''
      throw new CommandError(`${path} cannot be copied${why}`, { cause: error })
    }
    throw error
  }
}
