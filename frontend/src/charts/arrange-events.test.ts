import { describe, expect, it } from 'vitest'
import { arrangedHeight, arrangeEvents } from './arrange-events.ts'
import { eventSpots } from './event-spots.ts'
import type { PlacedEvent } from './placed-event.ts'

const room = { maxLanes: 4, maxRows: 3, measure: (title: string) => 7 * title.length }
const term = { span: { from: 0, to: 91 }, left: 0, width: 910 }
const secondWeek = { span: { from: 7, to: 14 }, left: 0, width: 910 }

const event = (
  eventId: number,
  kind: PlacedEvent['kind'],
  start: number,
  end = start,
): PlacedEvent => ({
  eventId,
  kind,
  title: `Event ${eventId}`,
  day: `day ${start}`,
  at: null,
  key: `${eventId}-${start}`,
  start,
  end,
})
const lectures = [1.5, 8.5, 15.5].map((start) => event(1, 'repeating', start))
const exam = event(2, 'single', 80)
const essay = event(3, 'submission', 5, 12)

describe('events above a plot', () => {
  it('stand in lanes, repeating ones as ticks in a row of their own', () => {
    const { lanes, rows } = arrangeEvents([...lectures, exam, essay], term, room)
    expect(lanes.marks.map(({ key }) => key)).toEqual([essay.key, exam.key])
    expect(rows.map(({ ticks }) => ticks.map(({ x }) => x))).toEqual([[15, 85, 155]])
  })

  it('are named one by one where days are wide', () => {
    const { lanes, rows } = arrangeEvents([...lectures, exam, essay], secondWeek, room)
    expect(lanes.marks.map(({ key }) => key)).toEqual([essay.key, '1-8.5'])
    expect(rows).toEqual([])
  })

  it('take no room where there are none in the span', () => {
    expect(arrangedHeight(arrangeEvents([exam], secondWeek, room))).toBe(0)
  })
})

describe('places that can be pointed at', () => {
  it('come in the order of time and stand for every event', () => {
    const spots = eventSpots(arrangeEvents([...lectures, exam, essay], term, room))
    expect(spots.map(({ keys }) => keys.join())).toEqual([
      '1-1.5',
      essay.key,
      '1-8.5',
      '1-15.5',
      exam.key,
    ])
  })

  it('are at least 24 pixels wide where nothing else is near', () => {
    const spots = eventSpots(arrangeEvents(lectures, term, room))
    expect(Math.min(...spots.map(({ width }) => width))).toBeGreaterThanOrEqual(24)
  })
})
