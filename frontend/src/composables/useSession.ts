import { shallowRef } from 'vue'
import type { User } from '#shared/session.ts'
import { ApiError } from '../api/api-error.ts'
import * as commands from '../api/commands.ts'
import { me } from '../api/questions.ts'

/** Who is signed in; null while nobody is, or while it is not known. */
const user = shallowRef<User | null>(null)
let asked: Promise<boolean> | null = null

async function askWhoIsThere(): Promise<boolean> {
  try {
    user.value = (await me().send()).user
    return true
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return true
    asked = null
    return false
  }
}

/**
 * Finds out once who is signed in. False when the server could not say: then nobody must be sent to the
 * sign-in page, and what the page asks will fail in the page's own words.
 */
export function knowUser(): Promise<boolean> {
  asked ??= askWhoIsThere()
  return asked
}

export function forgetUser(): void {
  user.value = null
}

export function useSession() {
  async function signIn(credentials: { email: string; password: string }): Promise<void> {
    user.value = await commands.signIn(credentials)
    asked = Promise.resolve(true)
  }
  async function changeName(name: string): Promise<void> {
    user.value = await commands.changeName(name)
  }
  async function signOut(): Promise<void> {
    await commands.signOut()
    forgetUser()
  }
  return { user, signIn, changeName, signOut }
}
