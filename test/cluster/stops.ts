import { execFile } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Pool } from 'mysql2/promise'
import { say } from '#deploy/cannot-start.ts'
import type { Session } from '#deploy/session.ts'
import { programPath } from '#deploy/system-programs.ts'
import { rowsOf } from '../worker/support.ts'
import type { startBrokers } from './brokers.ts'
import { follow, isProtected, promote, type startDatabases } from './databases.ts'
import { eventually } from './eventually.ts'
import type { Forwarder } from './forwarder.ts'
import { killNow } from './stoppable.ts'

export interface Stop {
  what: string
  at: number
  /** From here on the next one was stopped. */
  until: number
  note: string
}

interface Cluster {
  session: Session
  pool: Pool
  brokers: Awaited<ReturnType<typeof startBrokers>>
  databases: Awaited<ReturnType<typeof startDatabases>>
  databaseAddress: Forwarder
  /** Everything that was dropped before this moment has been imported, and both web processes are ready. */
  isWellSince: (moment: number) => Promise<boolean>
  downSeconds: number
  /** Only what is named so. */
  only: string
}

const betweenSeconds = 5
/** Long enough for everybody to notice. */
const cutOffSeconds = 120

/** Stops one after the other hard; each is up again, and all is well, before the next one's turn. */
export async function stopOneAfterTheOther(cluster: Cluster): Promise<Stop[]> {
  const { session, brokers, databases } = cluster
  const stops: Stop[] = []
  const measure = async (what: string, act: () => Promise<string>) => {
    const at = Date.now()
    const note = await act()
    const moment = Date.now()
    await eventually(`all is well after ${what}`, () => cluster.isWellSince(moment), 400)
    await pause(betweenSeconds * 1000)
    stops.push({ what, at, until: Date.now(), note })
    say(`${what}: all is well after ${seconds(Date.now() - at - betweenSeconds * 1000)} s ${note}`)
  }
  const kill = (name: string) => () => {
    killNow(session.supervisor, name)
    return Promise.resolve('')
  }
  const acts: [string, () => Promise<string>][] = [
    ['nothing', () => pause(cluster.downSeconds * 1000, '')],
    ...brokers.nodes.map(({ name }, index): [string, () => Promise<string>] => [
      name,
      () => stopBroker(cluster, index),
    ]),
    // By now everybody is connected to the first one again.
    ['RabbitMQ node 1, cut off', () => cutOffBroker(cluster)],
    ['web 1', kill('web 1')],
    ['a worker that imports', () => stopWorker(cluster)],
    ['beat 1', kill('beat 1')],
    ['beat 2', kill('beat 2')],
    [`the replica, ${databases.replica.name}`, () => stopReplica(cluster)],
    [`the primary, ${databases.primary.name}`, () => stopPrimary(cluster)],
    ['nothing: the old primary comes back', () => comeBack(cluster)],
  ]
  for (const [what, act] of acts) if (what.includes(cluster.only)) await measure(what, act)
  return stops
}

const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(1)

/** Nobody is told that it is gone: that shows only in what it does not say. */
async function cutOffBroker(cluster: Cluster): Promise<string> {
  cluster.brokers.nodes[0]?.freeze()
  await pause(cutOffSeconds * 1000)
  return stopBroker({ ...cluster, downSeconds: 0 }, 0)
}

async function stopBroker({ brokers, downSeconds }: Cluster, index: number): Promise<string> {
  const node = brokers.nodes[index]
  node?.stop()
  await pause(downSeconds * 1000)
  await node?.restart()
  // Only then may another one be stopped.
  const args = ['check_if_node_is_quorum_critical']
  for (const [other] of brokers.nodes.entries()) {
    await eventually('the queues have all their members again', () =>
      promisify(execFile)(programPath('rabbitmq-queues'), args, { env: brokers.env(other) }),
    )
  }
  return ''
}

/** The one that has a large import in hand. */
async function stopWorker({ session, pool }: Cluster): Promise<string> {
  const workers = ['worker 1', 'worker 2', 'worker 3']
  let busy = ''
  await eventually('a worker imports', async () => {
    const running = await rowsOf<{ worker: string }>(
      pool,
      "SELECT worker FROM imports WHERE state = 'running' AND size_bytes > 50000",
    )
    const pids = running.map(({ worker }) => Number(worker.split('-').at(-2)))
    busy = workers.find((name) => pids.includes(session.supervisor.pidOf(name) ?? 0)) ?? ''
    return busy
  })
  killNow(session.supervisor, busy)
  return `(it was ${busy})`
}

async function stopReplica({ databases, downSeconds }: Cluster): Promise<string> {
  const { replica, primary } = databases
  replica.stop()
  await pause(downSeconds * 1000)
  await replica.restart()
  const ms = await eventually('the primary waits for it again', () => isProtected(primary))
  return `(semi-synchronous ${seconds(ms)} s after its restart)`
}

/** After the time that it takes somebody to decide so, the replica takes its place, and its address. */
async function stopPrimary({ databases, databaseAddress, downSeconds }: Cluster): Promise<string> {
  const { primary, replica } = databases
  if (!(await isProtected(primary))) throw new Error('the replica does not follow')
  primary.stop()
  await pause(downSeconds * 1000)
  const at = Date.now()
  await promote(replica)
  databaseAddress.moveTo([replica])
  return `(promoted after ${downSeconds} s, in ${seconds(Date.now() - at)} s)`
}

async function comeBack({ databases }: Cluster): Promise<string> {
  const { primary: old, replica: promoted, password } = databases
  await old.restart()
  await follow(old, promoted, password)
  Object.assign(databases, { primary: promoted, replica: old })
  return ''
}
