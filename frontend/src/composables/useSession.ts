import { shallowRef } from 'vue'
import type { Me, User } from '#shared/session.ts'
import { ApiError } from '../api/api-error.ts'
import * as commands from '../api/commands.ts'
import { me } from '../api/questions.ts'

/** Who is signed in; null while nobody is, or while it is not known. */
const user = shallowRef<User | null>(null)
/** The administrator who looks at cloop as that person. */
const hijackedBy = shallowRef<Me['hijackedBy']>(null)
let asked: Promise<boolean> | null = null

async function askWhoIsThere(): Promise<boolean> {
  try {
    const answer = await me().send()
    user.value = answer.user
    hijackedBy.value = answer.hijackedBy
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

/** Between signing out and the page that follows: what is still under way may be answered by 401. */
let isLeaving = false
export const isSigningOut = () => isLeaving
export function endSigningOut(): void {
  isLeaving = false
}

export function useSession() {
  async function signIn(credentials: { email: string; password: string }): Promise<void> {
    user.value = await commands.signIn(credentials)
    asked = Promise.resolve(true)
  }
  async function changeName(name: string): Promise<void> {
    user.value = await commands.changeName(name)
  }
  async function changePreferences(
    preferences: Parameters<typeof commands.changePreferences>[0],
  ): Promise<void> {
    user.value = await commands.changePreferences(preferences)
  }
  async function signOut(): Promise<void> {
    isLeaving = true
    try {
      await commands.signOut()
    } catch (error) {
      const isOutAlready = error instanceof ApiError && error.status === 401
      isLeaving = isOutAlready
      if (!isOutAlready) throw error
    }
    forgetUser()
  }
  return { user, hijackedBy, signIn, changeName, changePreferences, signOut }
}
