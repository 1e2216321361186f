import { ApiError } from '../../api/api-error.ts'
import { refusalByField, type FormErrors } from '../../form-errors.ts'
import { explainError } from '../../texts/explain-error.ts'

/** What went wrong, as the server put it where it did: an administrator can do something about it. */
export function explainToAdministrator(error: unknown): string {
  const isKnown = error instanceof ApiError && (error.status < 500 || error.status === 503)
  return (isKnown ? error.problem.detail : undefined) ?? explainError(error)
}

/** The same for a form, beside the fields where it is about them. */
export function refusalOf(error: unknown, labels: Record<string, string>): FormErrors {
  const errors = refusalByField(error, labels)
  return errors['form'] === undefined ? errors : { form: explainToAdministrator(error) }
}
