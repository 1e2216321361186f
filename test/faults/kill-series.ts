import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import type { Random } from '#cli/demo-export/random.ts'
import type { FaultPlace } from './fault-place.ts'
import { stages, type Stage } from './stages.ts'
import { startWatchedWorker, type WatchedWorker } from './watched-worker.ts'

/** About so many words pass between a worker and its servers in each stage. */
const words: Record<Stage, number> = {
  'claiming a file': 8,
  'claimed, not published': 8,
  'before the lease': 14,
  reading: 30,
  'in the transaction': 150,
  committing: 2,
  'before the acknowledgement': 20,
}
const mostExtraMs = 4
/** Of kills at a moment of the clock, whatever the worker is doing then. */
const mostBlindMs = 800

export type Tally = Record<Stage | 'at rest', number>

export interface Series {
  place: Pick<FaultPlace, 'env' | 'drop' | 'beat' | 'pass'>
  random: Random
  /** The first ones in these stages in turn, the others after a random time. */
  kills: { aimed: number; at?: readonly Stage[]; blind: number }
  start?: () => Promise<WatchedWorker>
}

/** Kills worker after worker while exports are dropped, and counts in which stages it hit them. */
export async function killAgainAndAgain(series: Series): Promise<Tally> {
  const { place, random, kills, start = () => startWatchedWorker(place.env()) } = series
  const tally = Object.fromEntries([...stages, 'at rest'].map((name) => [name, 0])) as Tally
  const aims = kills.at ?? stages
  // Starting takes longest: the next one gets ready while this one works.
  let next = start()
  for (let kill = 0; kill < kills.aimed + kills.blind; kill += 1) {
    const worker = await next
    next = start()
    await place.drop()
    const death = Promise.race([
      endOf(worker),
      kill < kills.aimed
        ? killIn(worker, aims[kill % aims.length]!, random)
        : killAfter(worker, random.fraction() * mostBlindMs),
    ])
    worker.letWork()
    const hit = await beatUntil(death, place.beat)
    await worker.kill()
    for (const stage of hit.length > 0 ? hit : (['at rest'] as const)) tally[stage] += 1
    // Nobody works now: what the dead one held runs out.
    await place.pass(30)
  }
  await (await next).kill()
  return tally
}

async function beatUntil<T>(event: Promise<T>, beat: () => Promise<void>): Promise<T> {
  for (;;) {
    await beat()
    const happened = await Promise.race([event.then((value) => ({ value })), pause(30)])
    if (happened) return happened.value
  }
}

/**
 * Kills the worker in this stage, at one of the words that pass or a moment later; at the latest when it would
 * leave the stage, so that it never gets out alive. Resolves with the stages it died in.
 */
function killIn(worker: WatchedWorker, stage: Stage, random: Random): Promise<Stage[]> {
  const { promise, resolve } = Promise.withResolvers<Stage[]>()
  const until = random.below(words[stage])
  const extraMs = random.fraction() * mostExtraMs
  let seen = 0
  let hasDied = false
  const die = (hit: Stage[]) => {
    if (hasDied) return
    hasDied = true
    worker.process.child.kill('SIGKILL')
    resolve(hit)
  }
  const never = new Promise(() => {})
  worker.setTrap(({ before, after }) => {
    if (before.includes(stage) && !after.includes(stage)) {
      die(before)
      return never
    }
    if (!after.includes(stage)) return undefined
    seen += 1
    if (seen === until + 1) setTimeout(() => die(worker.stages()), extraMs)
    return undefined
  })
  return promise
}

/** A worker that ends before it is killed has its words in the error. */
async function endOf({ process: { child, output } }: WatchedWorker): Promise<never> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  if (child.signalCode !== 'SIGKILL') throw new Error(`a worker ended by itself:\n${output()}`)
  return new Promise(() => {})
}

async function killAfter(worker: WatchedWorker, milliseconds: number): Promise<Stage[]> {
  await pause(milliseconds)
  const hit = worker.stages()
  worker.process.child.kill('SIGKILL')
  return hit
}
