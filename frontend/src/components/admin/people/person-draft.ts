import type { AdminUser } from '#shared/admin.ts'
import { adminTexts } from '../../../texts/admin-texts.ts'
import type { FormErrors } from '../../../form-errors.ts'

const t = adminTexts.people.form
const shortestPassword = 8

export interface PersonDraft {
  name: string
  email: string
  isAdmin: boolean
  way: 'invite' | 'password'
  password: string
}

export const emptyPerson = (): PersonDraft => ({
  name: '',
  email: '',
  isAdmin: false,
  way: 'invite',
  password: '',
})
export const personDraftOf = ({ name, email, isAdmin }: AdminUser): PersonDraft => ({
  ...emptyPerson(),
  name,
  email,
  isAdmin,
})

/** What is wrong with a draft, by field; `isNew`: the person is being added. */
export function checkPerson(draft: PersonDraft, isNew: boolean): FormErrors {
  const email = draft.email.trim()
  const needsPassword = isNew && draft.way === 'password'
  return {
    ...(draft.name.trim() === '' && { name: t.nameMissing }),
    ...(email === '' && { email: t.emailMissing }),
    ...(email !== '' && !/^\S+@\S+\.\S+$/.test(email) && { email: t.emailWrong }),
    ...(needsPassword &&
      draft.password.length < shortestPassword && { password: t.passwordTooShort }),
  }
}
