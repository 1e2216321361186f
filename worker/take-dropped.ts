import { setTimeout as sleep } from 'node:timers/promises'
import { hasCode, lstatIfThere } from '#lib/files.ts'
import { looksComplete } from '#import/blackboard/archive.ts'
import { claimFile, mendClaims } from './claim-file.ts'
import { coursesByServer, type Unclaimed } from './claims.ts'
import type { WorkerContext } from './context.ts'
import { isDatabaseTrouble } from './environment-trouble.ts'
import { courseOfName, type CourseOfName } from './file-names.ts'
import { look, type Dropped, type Look } from './look.ts'
import { moveToUnrecognised } from './unrecognised.ts'

/** A scan keeps looking at files that change until here; the scan of the next minute goes on. */
const longestMs = 50_000
const coursesAtOnce = 8

export interface Clock {
  now: () => number
  wait: (ms: number) => Promise<unknown>
}
const systemClock: Clock = { now: Date.now, wait: sleep }

export type Outcome =
  | 'claimed'
  | 'unrecognised'
  | 'not whole yet'
  | 'gone'
  | 'in trouble'
  /** The database was in trouble: the file waits for the next scan, and those of its course behind it. */
  | 'put off'

type Context = Pick<WorkerContext, 'pool' | 'log' | 'directories' | 'imports'>

interface Wish {
  clock?: Clock | undefined
  /** Only files of these courses; all files without it, also those that belong to no course. */
  courses?: ReadonlySet<number> | undefined
  /** Called whenever files have been looked at twice, and what was whole has been taken. */
  onTaken?: () => Promise<unknown>
}

export interface Taken {
  /** The last look. */
  seen: Look
  tally: Map<Outcome, number>
  /** Ids of the new imports. */
  claimed: number[]
}

/**
 * Looks through the watched directories and takes what is whole: unchanged over two looks at least
 * `settleSeconds` apart, and with both ends of a zip. Where files have changed it looks again, and again.
 * At most one process does this at a time.
 */
export async function takeDropped(context: Context, wish: Wish = {}): Promise<Taken> {
  const { clock = systemClock, courses, onTaken = () => Promise.resolve() } = wish
  const until = clock.now() + longestMs
  const tally: Taken['tally'] = new Map()
  const claimed: number[] = []
  let before = new Map<string, string>()
  for (;;) {
    const seen = await look(context.directories.imports)
    const wanted = await recognised(context, seen.files, courses)
    const settled = wanted.filter(({ file }) => before.get(file.path) === file.fingerprint)
    const hasNews = settled.length < wanted.length
    // What is still there is counted anew in each round.
    for (const outcome of ['not whole yet', 'in trouble', 'put off'] as const) tally.delete(outcome)
    // Also without files: rows that a crash left behind are mended.
    await takeFiles(context, { files: settled, clock, tally, claimed })
    await onTaken()
    if (!hasNews || clock.now() >= until) return { seen, tally, claimed }
    before = new Map(wanted.map(({ file }) => [file.path, file.fingerprint]))
    await clock.wait(context.imports.settleSeconds * 1000)
  }
}

interface Recognised {
  file: Dropped
  course: CourseOfName
}

async function recognised(
  { pool }: Context,
  files: Dropped[],
  courses: Wish['courses'],
): Promise<Recognised[]> {
  const servers = await coursesByServer(pool)
  const found = files.map((file) => ({ file, course: courseOfName(file.name, servers) }))
  if (!courses) return found
  return found.filter(({ course }) => 'courseId' in course && courses.has(course.courseId))
}

interface Round extends Pick<Taken, 'tally' | 'claimed'> {
  files: Recognised[]
  clock: Clock
}

/** Files of one course are taken one after the other, in the order in which they came. */
async function takeFiles(context: Context, { files, clock, tally, claimed }: Round) {
  const begun = await mendClaims(context)
  const ofCourse = Map.groupBy(files, ({ course }) =>
    'reason' in course ? 0 : course.courseId,
  ).values()

  async function takeInTurn() {
    for (const turn of ofCourse) {
      for (const { file, course } of turn) {
        const taken = await tryToTake(context, { file, course, begun, clock })
        const outcome = typeof taken === 'number' ? 'claimed' : taken
        if (typeof taken === 'number') claimed.push(taken)
        tally.set(outcome, (tally.get(outcome) ?? 0) + 1)
        if (outcome === 'put off') break
      }
    }
  }
  // Most of a claim is waiting for disks.
  await Promise.all(Array.from({ length: coursesAtOnce }, takeInTurn))
}

interface Case extends Recognised {
  begun: Map<string, Unclaimed>
  clock: Clock
}

/** The new import's id, or why there is none. One file in trouble must not hold up the others. */
async function tryToTake(context: Context, dropped: Case): Promise<number | Outcome> {
  try {
    return await take(context, dropped)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return 'gone'
    const { name, directory } = dropped.file
    context.log.error({ err: error, directory, name }, 'a dropped file is in trouble')
    return error instanceof Error && isDatabaseTrouble(error) ? 'put off' : 'in trouble'
  }
}

async function take(
  context: Context,
  { file, course, begun, clock }: Case,
): Promise<number | Outcome> {
  const isOverdue = clock.now() - file.changedMs > context.imports.settleTimeoutSeconds * 1000
  // Under such a name it may be an upload: it gets as long as a zip gets to be whole.
  if (!file.isZip && !isOverdue) return 'not whole yet'
  if ('reason' in course) {
    await moveToUnrecognised(file, course.reason)
    return 'unrecognised'
  }
  if (!isOverdue && (await looksComplete(file.path)) === 'incomplete') return 'not whole yet'
  const row = begun.get(file.path)
  const rowId = row?.courseId === course.courseId ? row.id : undefined
  const id = await claimFile(context, { file, courseId: course.courseId, rowId })
  if (id === undefined && (await lstatIfThere(file.path))) {
    throw new Error(`the file cannot be moved: is ${context.directories.processing} there?`)
  }
  return id ?? 'gone'
}
