import { describe, expect, test } from 'vitest'
import { jobSchema } from '#lib/jobs.ts'
import { decide, defaultTasks, type ScheduledTask } from './schedule.ts'

const task = (changes: Partial<ScheduledTask> = {}): ScheduledTask => ({
  name: 'purge',
  cron: '30 3 * * *',
  timeZone: 'Europe/Berlin',
  enabled: true,
  nextRunAt: new Date('2026-03-02T02:30:00Z'),
  ...changes,
})
const at = (text: string) => new Date(text)

describe('a scheduled task', () => {
  test('is left alone before its slot', () => {
    expect(decide(task(), at('2026-03-02T02:29:59Z'))).toBeUndefined()
  })

  test('is published at its slot, and the next one is on the next day', () => {
    expect(decide(task(), at('2026-03-02T02:30:00Z'))).toEqual({
      slotAt: at('2026-03-02T02:30:00Z'),
      nextRunAt: at('2026-03-03T02:30:00Z'),
    })
  })

  test('is published once for all the slots that were missed', () => {
    expect(decide(task(), at('2026-03-20T12:00:00Z'))).toEqual({
      slotAt: at('2026-03-02T02:30:00Z'),
      nextRunAt: at('2026-03-21T02:30:00Z'),
    })
  })

  test('that is new waits for its first slot', () => {
    expect(decide(task({ nextRunAt: null }), at('2026-03-02T12:00:00Z'))).toEqual({
      slotAt: null,
      nextRunAt: at('2026-03-03T02:30:00Z'),
    })
  })

  test('that is switched off forgets its slot, and so is not made up for when it is switched on', () => {
    const off = task({ enabled: false })
    expect(decide(off, at('2026-03-20T12:00:00Z'))).toEqual({ slotAt: null, nextRunAt: null })
    expect(decide({ ...off, nextRunAt: null }, at('2026-03-20T12:00:00Z'))).toBeUndefined()
  })

  test('whose slot lies further ahead than there is one gets the right one: the clock was set back', () => {
    expect(decide(task(), at('2026-02-20T12:00:00Z'))).toEqual({
      slotAt: null,
      nextRunAt: at('2026-02-21T02:30:00Z'),
    })
  })

  test('keeps its local hour when the clocks change', () => {
    const before = decide(task(), at('2026-03-28T02:30:00Z'))
    expect(before?.nextRunAt).toEqual(at('2026-03-29T01:30:00Z'))
  })

  test('at an hour that the clock change skips runs all the same', () => {
    const skipped = task({ cron: '30 2 * * *' })
    expect(decide(skipped, at('2026-03-28T02:30:00Z'))?.nextRunAt).toEqual(
      at('2026-03-29T01:00:00Z'),
    )
  })

  test('on a date that never comes is not published again', () => {
    expect(decide(task({ cron: '0 0 30 2 *' }), at('2026-03-20T12:00:00Z'))?.nextRunAt).toBeNull()
  })

  test.each(['', 'soon', '61 * * * *', '* * * * * *'])('with the cron "%s" is an error', (cron) => {
    expect(() => decide(task({ cron }), at('2026-03-20T12:00:00Z'))).toThrow()
  })
})

test.each(defaultTasks)('the default task $name is a job with a good cron', ({ name, cron }) => {
  expect(jobSchema.parse({ job: name }).job).toBe(name)
  expect(
    decide(task({ cron, nextRunAt: null }), at('2026-03-20T12:00:00Z'))?.nextRunAt,
  ).not.toBeNull()
})
