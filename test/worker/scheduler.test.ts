import { describe, expect, test } from 'vitest'
import { addMissingTasks, endRun, startRun } from '#worker/task-rows.ts'
import { at, useBeatPlace } from './beat-place.ts'
import { rowsOf } from './support.ts'

const place = useBeatPlace()
const { createBeat, runs, endAll } = place

describe('beat', () => {
  test('publishes each slot once, with the row that tells of it', async () => {
    const beat = createBeat()
    for (const second of [0, 39, 40, 41, 99]) await beat.tick(at(second))
    const [run, ...others] = await runs()
    expect(others).toEqual([])
    expect(run).toMatchObject({ name: 'heartbeat', slotAt: at(40), state: 'published' })
    expect(beat.published).toEqual([{ job: 'heartbeat', runId: run!.id }])
  })

  test('publishes once what was missed while no beat ran', async () => {
    const beat = createBeat()
    await beat.tick(at(0))
    await beat.tick(at(40 + 10 * 60))
    expect(beat.names()).toEqual(['heartbeat'])
    const [task] = await rowsOf<{ nextRunAt: Date }>(
      place.pool,
      "SELECT next_run_at AS nextRunAt FROM scheduled_tasks WHERE name = 'heartbeat'",
    )
    expect(task!.nextRunAt).toEqual(at(40 + 11 * 60))
  })

  test('publishes a nightly task that was missed once on the next day', async () => {
    const beat = createBeat()
    await beat.tick(at(0))
    await place.pool.query("DELETE FROM scheduled_tasks WHERE name = 'heartbeat'")
    await beat.tick(at(3 * 24 * 3600))
    await beat.tick(at(3 * 24 * 3600 + 1))
    expect(beat.names()).toEqual(['purge'])
  })

  test('leaves a task alone that is switched off, and does not make up for it afterwards', async () => {
    const beat = createBeat()
    await beat.tick(at(0))
    await place.pool.query('UPDATE scheduled_tasks SET enabled = FALSE')
    await beat.tick(at(100))
    await place.pool.query('UPDATE scheduled_tasks SET enabled = TRUE')
    await beat.tick(at(130))
    expect(beat.published).toEqual([])
    await beat.tick(at(160))
    expect(beat.names()).toEqual(['heartbeat'])
  })

  test('goes on with the other tasks when one has a cron that cannot be read', async () => {
    const beat = createBeat()
    await place.pool.query("UPDATE scheduled_tasks SET cron = 'soon' WHERE name = 'purge'")
    await beat.tick(at(0))
    await beat.tick(at(40))
    expect(beat.names()).toEqual(['heartbeat'])
  })

  test('keeps what an administrator changed when it starts', async () => {
    await place.pool.query("UPDATE scheduled_tasks SET cron = '0 5 * * 1' WHERE name = 'purge'")
    await addMissingTasks(place.pool, [{ name: 'purge', cron: '30 3 * * *' }], 'UTC')
    const tasks = await rowsOf(place.pool, "SELECT cron FROM scheduled_tasks WHERE name = 'purge'")
    expect(tasks).toEqual([{ cron: '0 5 * * 1' }])
  })
})

describe('two beats', () => {
  test('publish a slot once even where both believe that they lead', async () => {
    const beats = [createBeat(), createBeat()]
    await beats[0]!.tick(at(0))
    for (let minute = 0; minute < 10; minute += 1) {
      await Promise.all(beats.map((beat) => beat.tick(at(40 + minute * 60))))
      await endAll()
    }
    expect(await runs()).toHaveLength(10)
    expect(beats.flatMap((beat) => beat.published)).toHaveLength(10)
  })
})

describe('a broker that is away', () => {
  test('costs no slot: it is published once when the broker is back', async () => {
    const beat = createBeat()
    await beat.tick(at(0))
    beat.broker.isUp = false
    for (const second of [40, 100, 160]) await beat.tick(at(second))
    expect(await runs()).toEqual([])
    beat.broker.isUp = true
    await beat.tick(at(170))
    expect(beat.names()).toEqual(['heartbeat'])
  })

  test('and does not confirm, gets the message again', async () => {
    const beat = createBeat()
    await beat.tick(at(0))
    beat.broker.refuses = true
    await beat.tick(at(40))
    await expect(beat.tick(at(101))).rejects.toThrow('no confirm')
    beat.broker.refuses = false
    await beat.tick(at(102))
    const [run, ...others] = await runs()
    expect(others).toEqual([])
    expect(beat.published).toEqual([{ job: 'heartbeat', runId: run!.id }])
  })

  test('and did not confirm for a moment, gets the message as soon as it does', async () => {
    const beat = createBeat()
    await beat.tick(at(0))
    beat.broker.refuses = true
    await beat.tick(at(40))
    beat.broker.refuses = false
    await beat.tick(at(45))
    const [run] = await runs()
    expect(beat.published).toEqual([{ job: 'heartbeat', runId: run!.id }])
    await beat.tick(at(46))
    expect(beat.published).toHaveLength(1)
  })

  test('and may have lost the last message, gets it again when it is back', async () => {
    const beat = createBeat()
    await beat.tick(at(0))
    await beat.tick(at(40))
    beat.broker.isUp = false
    await beat.tick(at(41))
    beat.broker.isUp = true
    await beat.tick(at(50))
    await beat.tick(at(51))
    expect(beat.published).toHaveLength(2)
    expect(beat.names()).toEqual(['heartbeat'])
  })

  test('and lost a young message, gets it soon from a beat that starts anew', async () => {
    const beat = createBeat()
    await beat.tick(at(0))
    await beat.tick(at(40))
    const other = createBeat()
    for (const second of [50, 80, 111]) await other.tick(at(second))
    expect(other.published).toContainEqual(beat.published[0])
  })

  test('and lost a message, gets it again from a beat that starts anew', async () => {
    const beat = createBeat()
    await beat.tick(at(0))
    await beat.tick(at(40))
    const other = createBeat()
    await other.tick(at(160))
    expect(other.published).toEqual(beat.published)
    expect(other.published).toHaveLength(1)
  })
})

describe('workers that are away', () => {
  test('find one run of each task when they come back', async () => {
    const beat = createBeat()
    for (let minute = 0; minute < 20; minute += 1) await beat.tick(at(minute * 60))
    expect(beat.names()).toEqual(['heartbeat'])
    await endAll()
    await beat.tick(at(20 * 60))
    expect(beat.names()).toEqual(['heartbeat', 'heartbeat'])
  })
})

describe('a scan between its slots', () => {
  /** A minute may begin meanwhile, and with it a slot of another task. */
  const scansOf = (beat: ReturnType<typeof createBeat>) =>
    beat.names().filter((name) => name === 'scan-imports')

  test('is published with the next tick, once', async () => {
    const beat = createBeat()
    beat.scanSoon()
    await beat.tick(new Date())
    await beat.tick(new Date())
    expect(scansOf(beat)).toEqual(['scan-imports'])
  })

  test('waits while one waits or is under way, and is not forgotten', async () => {
    const beat = createBeat()
    beat.scanSoon()
    await beat.tick(new Date())
    beat.scanSoon()
    await beat.tick(new Date())
    const [run] = await runs()
    await startRun(place.pool, run!.id)
    await beat.tick(new Date())
    expect(scansOf(beat)).toEqual(['scan-imports'])
    await endAll()
    await beat.tick(new Date())
    expect(scansOf(beat)).toEqual(['scan-imports', 'scan-imports'])
  })
})

test('a run that has ended does not begin again when its message comes twice', async () => {
  const beat = createBeat()
  beat.scanSoon()
  await beat.tick(new Date())
  const [run] = await runs()
  expect(await startRun(place.pool, run!.id)).toBe(true)
  expect(await startRun(place.pool, run!.id)).toBe(true)
  await endRun(place.pool, run!.id, { state: 'failed', detail: 'x'.repeat(5000) })
  expect(await startRun(place.pool, run!.id)).toBe(false)
})
