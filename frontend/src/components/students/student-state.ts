import type { Students } from '#shared/figures.ts'
import { wordsFilter } from '../table/words-filter.ts'

export type Student = Students['students'][number]

/** Whole days without a visit from which a student is called inactive. */
export const inactiveDays = 14

export const studentStates = ['active', 'inactive', 'never', 'leftOut'] as const
export type StudentState = (typeof studentStates)[number]

export function stateOf({ leftOut, lastSeenAt, daysSilent }: Student): StudentState {
  if (leftOut) return 'leftOut'
  if (lastSeenAt === null) return 'never'
  return (daysSilent ?? 0) >= inactiveDays ? 'inactive' : 'active'
}

/** How many of those who count are in each state. */
export function countStates(students: readonly Student[]): Record<StudentState, number> {
  const counts = { active: 0, inactive: 0, never: 0, leftOut: 0 }
  for (const student of students) counts[stateOf(student)] += 1
  return counts
}

/** Keeps students whose name, e-mail, key or group holds every word that was typed; null keeps all. */
export function studentFilter(
  search: string,
  state: StudentState | '',
): ((student: Student) => boolean) | null {
  const fits = wordsFilter<Student>(search, ({ name, email, key, group }) => [
    name,
    email,
    key,
    group,
  ])
  if (state === '') return fits
  return (student) => stateOf(student) === state && (fits?.(student) ?? true)
}
