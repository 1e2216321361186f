import { setTimeout as sleep } from 'node:timers/promises'
import { hasCode } from '#lib/files.ts'
import { looksComplete } from '#import/blackboard/archive.ts'
import { claimFile, mendClaims } from './claim-file.ts'
import { coursesByServer, type Unclaimed } from './claims.ts'
import type { WorkerContext } from './context.ts'
import { courseOfName, type CourseOfName } from './file-names.ts'
import { look, type Dropped, type Look } from './look.ts'
import { withLock } from './named-lock.ts'
import { publishImports } from './publish-imports.ts'
import { moveToUnrecognised } from './unrecognised.ts'

/** A scan keeps looking at files that change until here; the scan of the next minute goes on. */
const longestMs = 50_000
const coursesAtOnce = 8

export interface Clock {
  now: () => number
  wait: (ms: number) => Promise<unknown>
}
const systemClock: Clock = { now: Date.now, wait: sleep }

type Outcome = 'claimed' | 'unrecognised' | 'not whole yet' | 'gone' | 'in trouble'

/**
 * Looks through the watched directories and takes what is whole: unchanged over two looks at least
 * `settleSeconds` apart, and with both ends of a zip. Where files have changed it looks again, and again.
 * Returns what it did, in words; throws, after all else is done, if something could not be looked at.
 */
export async function scanImports(context: WorkerContext, clock = systemClock): Promise<string> {
  if (!context.imports.enabled) return 'importing is switched off'
  const result = await withLock(context.pool, 'scan', () => scan(context, clock))
  return result ?? 'another scan is at work'
}

async function scan(context: WorkerContext, clock: Clock): Promise<string> {
  const until = clock.now() + longestMs
  const { settleSeconds } = context.imports
  const tally = new Map<Outcome, number>()
  let before = new Map<string, string>()
  let seen: Look
  for (;;) {
    seen = await look(context.directories.imports)
    const settled = seen.files.filter((file) => before.get(file.path) === file.fingerprint)
    const hasNews = settled.length < seen.files.length
    // What is still there is counted anew in each round.
    for (const outcome of ['not whole yet', 'in trouble'] as const) tally.delete(outcome)
    // Also without files: rows that a crash left behind are mended.
    await takeFiles(context, { files: settled, clock, tally })
    if (!hasNews || clock.now() >= until) break
    before = new Map(seen.files.map(({ path, fingerprint }) => [path, fingerprint]))
    await clock.wait(settleSeconds * 1000)
  }
  return summarise(context, seen, tally)
}

interface Round {
  files: Dropped[]
  clock: Clock
  tally: Map<Outcome, number>
}

/** Files of one course are taken one after the other, in the order in which they came. */
async function takeFiles(context: WorkerContext, { files, clock, tally }: Round): Promise<void> {
  const begun = await mendClaims(context)
  const servers = await coursesByServer(context.pool)
  const found = files.map((file) => ({ file, course: courseOfName(file.name, servers) }))
  const ofCourse = Map.groupBy(found, ({ course }) =>
    'reason' in course ? 0 : course.courseId,
  ).values()

  async function takeInTurn() {
    for (const turn of ofCourse) {
      for (const { file, course } of turn) {
        const outcome = await tryToTake(context, { file, course, begun, clock })
        tally.set(outcome, (tally.get(outcome) ?? 0) + 1)
      }
    }
  }
  // Most of a claim is waiting for disks.
  await Promise.all(Array.from({ length: coursesAtOnce }, takeInTurn))
  await publishImports(context)
}

interface Case {
  file: Dropped
  course: CourseOfName
  begun: Map<string, Unclaimed>
  clock: Clock
}

/** One file in trouble must not hold up the others. */
async function tryToTake(context: WorkerContext, dropped: Case): Promise<Outcome> {
  try {
    return await take(context, dropped)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return 'gone'
    const { name, directory } = dropped.file
    context.log.error({ err: error, directory, name }, 'a dropped file is in trouble')
    return 'in trouble'
  }
}

async function take(
  context: WorkerContext,
  { file, course, begun, clock }: Case,
): Promise<Outcome> {
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
  return (await claimFile(context, { file, courseId: course.courseId, rowId })) ? 'claimed' : 'gone'
}

function summarise({ log }: WorkerContext, seen: Look, tally: Map<Outcome, number>): string {
  if (seen.odd.length > 0) {
    log.warn({ count: seen.odd.length, names: seen.odd.slice(0, 20) }, 'odd things are left alone')
  }
  for (const { path, error } of seen.troubles) log.error({ err: error, path }, 'cannot look')
  const counts = [...tally, ['left alone', seen.uploads + seen.odd.length]] as const
  const text = counts.flatMap(([what, count]) => (count > 0 ? [`${count} ${what}`] : [])).join(', ')
  const troubles = seen.troubles.length + (tally.get('in trouble') ?? 0)
  if (troubles > 0) throw new Error(`${troubles} in trouble, see the log; ${text}`)
  return text || 'nothing there'
}
