import { once } from 'node:events'
import { rename, writeFile } from 'node:fs/promises'
import { get, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { callCloop } from '../cli/run-cloop.ts'
import { exportZip } from '../support/import-run.ts'
import { createProcesses, type Processes } from '../support/processes.ts'
import { insertCourse, insertServer, rowsOf, until } from '../worker/support.ts'

type Running = Awaited<ReturnType<Processes['start']>>

let site: Processes
let webs: Running[]

beforeAll(async () => {
  site = await createProcesses({ CLOOP_ENV: 'production' })
  webs = await Promise.all([site.start('web'), site.start('web')])
})
afterAll(() => site.close())

const cloop = async (...words: string[]) => {
  const { code, errors } = await callCloop(words, site.environment)
  expect([words.join(' '), code, errors]).toEqual([words.join(' '), 0, ''])
}

/** As a proxy before two web processes asks: the next one where the first does not listen, or closes unread. */
async function ask(): Promise<number | string> {
  // Twice: the first may have been replaced, and the second be next, while this one asked.
  for (const index of [0, 1, 0, 1]) {
    const { origin } = webs[index]!
    try {
      const [answer] = (await once(get(`${origin}/login`, { agent: false }), 'response')) as [
        IncomingMessage,
      ]
      answer.resume()
      await once(answer, 'end')
      return answer.statusCode ?? 0
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code !== 'ECONNREFUSED' && code !== 'ECONNRESET') return String(code)
    }
  }
  return 'nobody listens'
}

async function replace(kind: 'web' | 'worker' | 'beat', old: Running): Promise<Running> {
  old.child.kill('SIGTERM')
  await once(old.child, 'exit')
  expect([kind, old.child.exitCode]).toEqual([kind, 0])
  return site.start(kind)
}

test('an upgrade with a migration loses no request beyond 503, and no import', async () => {
  const serverId = await insertServer(site.pool, 'LMS')
  await insertCourse(site.pool, { serverId, code: 'UP' })
  const [worker, beat] = await Promise.all([site.start('worker'), site.start('beat')])
  const answers = new Map<number | string, number>()
  let dropped = 0
  let isUpgrading = true
  const clicks = async () => {
    while (isUpgrading) {
      const answer = await ask()
      answers.set(answer, (answers.get(answer) ?? 0) + 1)
      await pause(10)
    }
  }
  const drops = async () => {
    while (isUpgrading) {
      const path = join(site.drop, `${serverId}_UP_${1_506_816_000 + dropped}.zip`)
      await writeFile(`${path}.part`, exportZip({ 'all_user.txt': [`${dropped}|u|F|L|e`] }))
      await rename(`${path}.part`, path)
      dropped += 1
      await pause(200)
    }
  }
  const load = Promise.all([clicks(), drops()])

  await cloop('backup', join(site.root, 'backups'))
  await cloop('maintenance', 'on')
  // What the next version would bring.
  await site.pool.query('DROP TABLE left_out_people')
  await site.pool.query("DELETE FROM schema_migrations WHERE name = '0002_left_out_people'")
  await cloop('migrate')
  for (const [index, web] of webs.entries()) webs[index] = await replace('web', web)
  await replace('worker', worker)
  await replace('beat', beat)
  await cloop('maintenance', 'off')
  await until(async () => (await ask()) !== 503)
  isUpgrading = false
  await load

  expect(answers.get(503)).toBeGreaterThan(0)
  // Without built pages the sign-in page is not there.
  expect([...answers.keys()].filter((answer) => ![200, 404, 503].includes(Number(answer)))).toEqual(
    [],
  )
  await until(async () => {
    const [row] = await rowsOf<{ count: number }>(
      site.pool,
      "SELECT COUNT(*) AS count FROM imports WHERE state = 'succeeded'",
    )
    return row?.count === dropped
  })
  const people = await rowsOf<{ count: number }>(
    site.pool,
    'SELECT COUNT(*) AS count FROM lms_users',
  )
  expect(people).toEqual([{ count: dropped }])
})
