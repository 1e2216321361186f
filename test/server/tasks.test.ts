import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Broker } from '#lib/broker.ts'
import { decodeJob, type Job } from '#lib/jobs.ts'
import type { Problem } from '#shared/problem.ts'
import { taskListSchema, taskRunListSchema, type Task, type TaskRun } from '#shared/tasks.ts'
import { createLeadership } from '#worker/named-lock.ts'
import { createScheduler } from '#worker/scheduler.ts'
import { defaultTasks } from '#worker/schedule.ts'
import { addMissingTasks } from '#worker/task-rows.ts'
import { createTestBroker } from '../worker/broker-support.ts'
import { createContext, silent } from '../worker/support.ts'
import { createImportSite, type ImportSite } from './import-site.ts'
import { jsonOf } from './support/site.ts'

let site: ImportSite
let queues: ReturnType<typeof createTestBroker>
let broker: Broker
beforeAll(async () => {
  queues = createTestBroker()
  broker = await queues.open()
  await broker.ready()
  site = await createImportSite({ publish: (job) => broker.publish(job) })
  await addMissingTasks(site.pool, defaultTasks, 'Europe/Berlin')
})
afterAll(async () => {
  await queues.close()
  await site.drop()
})
afterEach(async () => {
  await site.pool.query('DELETE FROM task_runs')
  await site.pool.query('DELETE FROM audit_log')
  await queues.withChannel((channel) => channel.purgeQueue(`${queues.prefix}.task`))
})

const ask = (path: string, init: { method?: string; json?: unknown } = {}) =>
  site.ask(`/api/admin/tasks${path}`, { from: site.administrator, ...init })
const change = (name: string, json: object) => ask(`/${name}`, { method: 'PATCH', json })
const start = (name: string) => ask(`/${name}/run`, { method: 'POST' })

async function list(): Promise<Task[]> {
  const body = await jsonOf<{ tasks: Task[] }>(ask(''))
  expect(taskListSchema.parse(body)).toEqual(body)
  return body.tasks
}
async function runs(query = ''): Promise<TaskRun[]> {
  const body = await jsonOf<{ runs: TaskRun[] }>(ask(`/runs${query}`))
  expect(taskRunListSchema.parse(body)).toEqual(body)
  return body.runs
}

/** The one message that waits in the queue of tasks. */
const waitingJob = (): Promise<Job | undefined> =>
  queues.withChannel(async (channel) => {
    const message = await channel.get(`${queues.prefix}.task`, { noAck: true })
    return message ? decodeJob(message.content) : undefined
  })

const addRun = async (task: string, state: string, minute: number) => {
  const slot = new Date(Date.UTC(2026, 0, 1, 0, minute))
  await site.pool.query(
    'INSERT INTO task_runs (task_name, slot_at, state, started_at, detail) VALUES (?, ?, ?, ?, ?)',
    [task, slot, state, state === 'published' ? null : new Date(), `minute ${minute}`],
  )
}

describe('tasks', () => {
  it('are listed by name with their newest run', async () => {
    await addRun('purge', 'succeeded', 1)
    await addRun('purge', 'failed', 2)
    const tasks = await list()
    expect(tasks.map(({ name }) => name)).toEqual(defaultTasks.map(({ name }) => name).sort())
    expect(tasks.find(({ name }) => name === 'purge')).toMatchObject({
      cron: '30 3 * * *',
      timeZone: 'Europe/Berlin',
      enabled: true,
      nextRunAt: null,
      lastRun: { task: 'purge', state: 'failed', detail: 'minute 2' },
    })
    expect(tasks.find(({ name }) => name === 'scan-imports')?.lastRun).toBeNull()
  })

  it('have a history, newest first, by task and state', async () => {
    await addRun('purge', 'succeeded', 1)
    await addRun('scan-imports', 'failed', 2)
    await addRun('purge', 'failed', 3)
    const minutes = async (query: string) =>
      (await runs(query)).map(({ detail }) => detail.slice(7))
    expect(await minutes('')).toEqual(['3', '2', '1'])
    expect(await minutes('?task=purge')).toEqual(['3', '1'])
    expect(await minutes('?state=failed&limit=1&offset=1')).toEqual(['2'])
    for (const bad of ['?state=gone', '?limit=201', '?sort=id']) {
      expect((await ask(`/runs${bad}`)).status, bad).toBe(400)
    }
  })
})

describe('a task that is changed', () => {
  it('runs at its new times at once, as the scheduler sees it', async () => {
    site.clock.now = new Date('2026-03-28T12:00:00Z')
    const answer = await change('purge', { cron: '30 4 * * MON-FRI', timeZone: 'UTC' })
    const { task } = await jsonOf<{ task: Task }>(answer)
    expect(task).toMatchObject({
      cron: '30 4 * * MON-FRI',
      timeZone: 'UTC',
      nextRunAt: '2026-03-30T04:30:00.000Z',
    })
    const { published, ...context } = createContext(site.pool, site.place.directories)
    const leadership = createLeadership(site.pool, 'test')
    const scheduler = createScheduler({
      ...context,
      broker: { ...context.broker, isConnected: () => true },
      log: silent,
      leadership,
    })
    await change('scan-imports', { enabled: false })
    for (const { name } of defaultTasks.filter(({ name }) => name !== 'purge')) {
      await change(name, { enabled: false })
    }
    await scheduler.tick(new Date('2026-03-30T04:29:59Z'))
    expect(published).toEqual([])
    await scheduler.tick(new Date('2026-03-30T04:30:00Z'))
    expect(published).toMatchObject([{ job: 'purge' }])
    leadership.resign()
    for (const { name } of defaultTasks) await change(name, { enabled: true })
  })

  it('has no next run while it is switched off, and is written down', async () => {
    const off = await jsonOf<{ task: Task }>(change('purge', { enabled: false }))
    expect(off.task).toMatchObject({ enabled: false, nextRunAt: null })
    const on = await jsonOf<{ task: Task }>(change('purge', { enabled: true }))
    expect(on.task.nextRunAt).not.toBeNull()
    const rows = await site.rows('SELECT action, detail FROM audit_log ORDER BY id')
    expect(rows.map(({ action, detail }) => [action, JSON.parse(detail as string)])).toEqual([
      ['task.changed', { task: 'purge', enabled: false }],
      ['task.changed', { task: 'purge', enabled: true }],
    ])
  })

  it('can be switched off even when its times cannot be read', async () => {
    await site.pool.query("UPDATE scheduled_tasks SET cron = 'broken' WHERE name = 'purge'")
    expect((await change('purge', { enabled: false })).status).toBe(200)
    expect((await change('purge', { enabled: true })).status).toBe(400)
    expect((await change('purge', { enabled: true, cron: '30 3 * * *' })).status).toBe(200)
  })

  it.each<[object, string]>([
    [{ cron: '61 * * * *' }, 'cron'],
    [{ cron: '* * * * * *' }, 'cron'],
    [{ cron: '@daily' }, 'cron'],
    [{ cron: '2026-01-01T00:00:00' }, 'cron'],
    [{ cron: '0 0 31 2 *' }, 'cron'],
    [{ cron: '' }, 'cron'],
    [{ cron: `${'0,'.repeat(60)}0 * * * *` }, 'cron'],
    [{ cron: '* * * * ü' }, 'cron'],
    [{ cron: '61 * * * *', enabled: false }, 'cron'],
    [{ timeZone: 'Mars/Olympus' }, 'timeZone'],
    [{ timeZone: 1 }, 'timeZone'],
    [{ enabled: 'yes' }, 'enabled'],
    [{ name: 'other' }, 'name'],
    [{ nextRunAt: '2026-01-01T00:00:00Z' }, 'nextRunAt'],
  ])('to %j is refused by the name of the field', async (json, field) => {
    const before = await list()
    const answer = await change('purge', json)
    expect(answer.status).toBe(400)
    expect(((await answer.json()) as Problem).errors?.map(({ path }) => path)).toEqual([field])
    expect(await list()).toEqual(before)
  })

  it('has to be there', async () => {
    expect((await change('nothing', { enabled: true })).status).toBe(404)
    expect((await start('nothing')).status).toBe(404)
  })
})

describe('a task that is run now', () => {
  it('is published with its run, and written down', async () => {
    const answer = await start('purge')
    expect(answer.status).toBe(202)
    const { run } = await jsonOf<{ run: TaskRun }>(answer)
    expect(run).toMatchObject({ task: 'purge', state: 'published', startedAt: null, detail: '' })
    expect(await waitingJob()).toEqual({ job: 'purge', runId: run.id })
    const [row] = await site.rows('SELECT action, detail FROM audit_log')
    expect([row?.action, row?.detail]).toEqual([
      'task.started',
      JSON.stringify({ task: 'purge', run: run.id }),
    ])
  })

  it('waits its turn where one waits or runs, also of those who ask at once', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => start('purge')))
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409])
    await site.pool.query("UPDATE task_runs SET state = 'running', started_at = UTC_TIMESTAMP(6)")
    const running = await start('purge')
    expect([running.status, ((await running.json()) as Problem).detail]).toEqual([
      409,
      'The task is running: wait until it has ended.',
    ])
    expect((await start('scan-imports')).status).toBe(202)
    await site.pool.query('UPDATE task_runs SET started_at = started_at - INTERVAL 11 MINUTE')
    site.clock.now = new Date(site.clock.now.getTime() + 1000)
    expect((await start('purge')).status).toBe(202)
  })

  it('need not be switched on', async () => {
    await change('purge', { enabled: false })
    expect((await start('purge')).status).toBe(202)
    await change('purge', { enabled: true })
  })

  it('must be one that this version knows', async () => {
    await addMissingTasks(site.pool, [{ name: 'of-tomorrow', cron: '* * * * *' }], 'UTC')
    expect((await start('of-tomorrow')).status).toBe(409)
    expect(await runs()).toEqual([])
    await site.pool.query("DELETE FROM scheduled_tasks WHERE name = 'of-tomorrow'")
  })

  it('waits for the scheduler while the broker is away', async () => {
    const away = await createImportSite({ publish: () => Promise.reject(new Error('away')) })
    await addMissingTasks(away.pool, defaultTasks, 'UTC')
    const path = '/api/admin/tasks/purge/run'
    const answer = await away.ask(path, { from: away.administrator, method: 'POST' })
    expect(answer.status).toBe(202)
    expect(await away.rows('SELECT state FROM task_runs')).toEqual([{ state: 'published' }])
    await away.drop()
  })
})
