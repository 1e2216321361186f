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
  singleSignOn: {
    or: 'or with a password of this site',
    failed: 'Signing in did not work out. Try again.',
    away: 'The sign-in service cannot be reached just now. Try again later.',
    unknown:
      'There is no open account here for you. Ask the people who run this site to make you one.',
  },
  showPassword: 'Show the password',
  hidePassword: 'Hide the password',
}
