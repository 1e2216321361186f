import { expect, it } from 'vitest'
import { countStates, inactiveDays, stateOf, studentFilter, type Student } from './student-state.ts'

const student: Student = {
  id: 10_000_001,
  key: 'k1',
  name: 'Ann Example',
  email: 'ann@example.edu',
  role: '',
  group: 'Blue',
  leftOut: false,
  visits: 3,
  sessions: 1,
  lastSeenAt: '2026-03-02T10:00:00Z',
  daysSilent: 0,
}
const silent = { ...student, daysSilent: inactiveDays }
const never = { ...student, visits: 0, lastSeenAt: null, daysSilent: null }

it('calls inactive who has been silent for two weeks, and never who did not come', () => {
  expect(stateOf({ ...silent, daysSilent: inactiveDays - 1 })).toBe('active')
  expect(stateOf(silent)).toBe('inactive')
  expect(stateOf(never)).toBe('never')
})

it('puts who is left out into no other state', () => {
  const all = [student, silent, never, { ...never, leftOut: true }]
  expect(countStates(all)).toEqual({ active: 1, inactive: 1, never: 1, leftOut: 1 })
})

it('finds students by all words of name, address, key or group, and by state', () => {
  expect(studentFilter('  ', '')).toBeNull()
  expect(studentFilter('blue ANN', '')?.(student)).toBe(true)
  expect(studentFilter('blue bob', '')?.(student)).toBe(false)
  expect(studentFilter('k1', 'never')?.(student)).toBe(false)
  expect(studentFilter('', 'never')?.(never)).toBe(true)
})
