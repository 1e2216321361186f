import { counted } from '../format.ts'

export const signIn = {
  title: 'Sign in',
  email: 'E-mail address',
  password: 'Password',
  submit: 'Sign in',
  submitting: 'Signing in…',
  emailMissing: 'Enter your e-mail address.',
  emailWrong: 'Enter the whole address, such as name@example.edu.',
  passwordMissing: 'Enter your password.',
  wrong: 'E-mail address and password do not belong together, or the account is closed.',
  throttled: (minutes: number) =>
    `Too many failed attempts. Try again in ${counted(minutes, { one: 'minute', other: 'minutes' })}.`,
  throttledSoon: 'Too many failed attempts. Try again in less than a minute.',
  showPassword: 'Show the password',
  hidePassword: 'Hide the password',
}
