import { expect, it } from 'vitest'
import type { ChangedEvent } from '#shared/event-changes.ts'
import { hasChanges, summaryOf, titlesOf } from './changes-words.ts'

const event = (change: ChangedEvent['change']): ChangedEvent => ({
  id: null,
  kind: 'single',
  title: 'Talk',
  at: '2026-03-04T09:30:00.000Z',
  change,
})
const nothing = { events: [], removed: [], skipped: [], unchanged: 0 }

it('counts what changes, as far as something does', () => {
  const changes = {
    events: [event('added'), event('changed'), event('added')],
    removed: [],
    skipped: [{ title: 'Exam', reason: 'It is cancelled.' }],
    unchanged: 1234,
  }
  expect(summaryOf(changes)).toBe('2 new, 1 changed, 1,234 here already, 1 left out')
  expect(hasChanges(changes)).toBe(true)
  expect([summaryOf(nothing), hasChanges(nothing)]).toEqual(['', false])
})

it('names each title once, and not too many', () => {
  const titles = ['Exam', '', 'Exam', ...Array.from({ length: 20 }, (_, n) => `Talk ${n}`)]
  const said = titlesOf(titles.map((title) => ({ title })))
  expect(said).toMatch(/^Exam · Without a title · Talk 0 · .* · Talk 17 · and 2 more$/)
})
