import { expect, it } from 'vitest'
import { Busy, createSlots } from './slots.ts'

it('does so much at a time, the rest in order, and no more than may wait', async () => {
  const slots = createSlots({ atOnce: 2, waiting: 2 })
  const log: string[] = []
  const doors = Array.from({ length: 4 }, () => Promise.withResolvers<void>())
  const work = doors.map((door, index) =>
    slots.run(async () => {
      log.push(`begin ${index}`)
      await door.promise
      log.push(`end ${index}`)
    }),
  )
  await expect(slots.run(() => Promise.resolve())).rejects.toThrow(Busy)
  expect(log).toEqual(['begin 0', 'begin 1'])
  doors[1]?.resolve()
  await work[1]
  doors[0]?.resolve()
  doors[2]?.resolve()
  doors[3]?.resolve()
  await Promise.all(work)
  expect(log.filter((entry) => entry.startsWith('begin'))).toEqual([
    'begin 0',
    'begin 1',
    'begin 2',
    'begin 3',
  ])
  expect(await slots.run(() => Promise.resolve('free again'))).toBe('free again')
})

it('gives a slot back when the work fails', async () => {
  const slots = createSlots({ atOnce: 1, waiting: 0 })
  await expect(slots.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await slots.run(() => Promise.resolve(1))).toBe(1)
})

it('lets nobody fill the queue alone', async () => {
  const slots = createSlots({ atOnce: 1, waiting: 10, alike: 2 })
  const door = Promise.withResolvers<void>()
  const held = [
    slots.run(() => door.promise, ['one', 'door']),
    slots.run(() => door.promise, ['one', 'window']),
  ]
  await expect(slots.run(() => Promise.resolve(), ['other', 'one'])).rejects.toThrow(Busy)
  const another = slots.run(() => Promise.resolve('let in'), ['other', 'door'])
  door.resolve()
  expect(await another).toBe('let in')
  await Promise.all(held)
  expect(await slots.run(() => Promise.resolve('free again'), ['one'])).toBe('free again')
})
