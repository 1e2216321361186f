import { expect, it } from 'vitest'
import { recipients } from './not-opened-columns.ts'

const student = (email: string) => ({ id: 1, key: 'u', name: 'A', email, lastSeenAt: null })

it('writes each address once, and leaves out who has none', () => {
  const students = ['ann@example.edu', '', ' bob@example.edu', 'Ann@example.edu'].map(student)
  expect(recipients(students)).toEqual({ list: 'Ann@example.edu; bob@example.edu', count: 2 })
  expect(recipients([student(' ')])).toEqual({ list: '', count: 0 })
})
