import { describe, expect, test } from 'vitest'
import { at, useBeatPlace } from './beat-place.ts'

const { createBeat, endAll } = useBeatPlace()

describe('a clock that is set back', () => {
  test('by minutes stops no task: slots that come again run again', async () => {
    const beat = createBeat()
    for (let minute = 0; minute < 5; minute += 1) {
      await beat.tick(at(minute * 60))
      await endAll()
    }
    const before = beat.names().length
    for (let minute = 0; minute < 5; minute += 1) {
      await beat.tick(at(minute * 60))
      await endAll()
    }
    expect(before).toBe(4)
    // But for the last: it might be the one that another beat has just published.
    expect(beat.names()).toHaveLength(7)
  })

  test('by seconds publishes no slot twice', async () => {
    const beat = createBeat()
    await beat.tick(at(0))
    await beat.tick(at(40))
    await endAll()
    await beat.tick(at(38))
    await beat.tick(at(40))
    await endAll()
    expect(beat.names()).toEqual(['heartbeat'])
    await beat.tick(at(100))
    expect(beat.names()).toEqual(['heartbeat', 'heartbeat'])
  })

  test('has messages published again that may be lost', async () => {
    const beat = createBeat()
    await beat.tick(at(0))
    await beat.tick(at(40))
    await beat.tick(at(-3600))
    expect(beat.published).toHaveLength(2)
    expect(beat.names()).toEqual(['heartbeat'])
  })
})
