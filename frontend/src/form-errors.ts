import { ApiError } from './api/api-error.ts'
import { explainError } from './texts/explain-error.ts'

/** What is wrong, by field; under `form` what belongs to no single one. */
export type FormErrors = Record<string, string | undefined>

/**
 * Sorts what the server says to the fields of a form, given with their labels; its messages go on where a
 * label ends (`is wrong`). What fits no field stands under `form`.
 */
export function refusalByField(error: unknown, labels: Record<string, string>): FormErrors {
  const said = error instanceof ApiError ? (error.problem.errors ?? []) : []
  const known = said.filter(({ path }) => path in labels)
  if (known.length === 0) return { form: explainError(error) }
  return Object.fromEntries(known.map(({ path, message }) => [path, `${labels[path]} ${message}.`]))
}
