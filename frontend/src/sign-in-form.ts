import { ApiError } from './api/api-error.ts'
import { refusalByField, type FormErrors } from './form-errors.ts'
import { texts } from './texts/texts.ts'

const t = texts.signIn

/** What can be seen to be wrong with an address before asking the server. */
export function checkEmail(typed: string): FormErrors {
  const email = typed.trim()
  if (email === '') return { email: t.emailMissing }
  return /^\S+@\S+$/.test(email) ? {} : { email: t.emailWrong }
}

/** The same of what one signs in with. */
export function checkCredentials(credentials: { email: string; password: string }): FormErrors {
  return {
    ...checkEmail(credentials.email),
    ...(credentials.password === '' && { password: t.passwordMissing }),
  }
}

/** What the server's refusal means, in the words of the form. */
export function explainRefusal(error: unknown): FormErrors {
  if (error instanceof ApiError && error.status === 401) return { form: t.wrong }
  if (error instanceof ApiError && error.status === 429) {
    const minutes = Math.ceil((error.retryAfterSeconds ?? 0) / 60)
    return { form: minutes > 1 ? t.throttled(minutes) : t.throttledSoon }
  }
  return refusalByField(error, { email: t.email, password: t.password })
}
