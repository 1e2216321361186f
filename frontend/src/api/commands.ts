import type { User } from '#shared/session.ts'
import { api } from './client.ts'

export async function signIn(credentials: { email: string; password: string }): Promise<User> {
  const response = await api.login.$post({ query: {}, json: credentials })
  return (await response.json()).user
}

export async function signOut(): Promise<void> {
  await api.logout.$post({ query: {} })
}

export async function changeName(name: string): Promise<User> {
  const response = await api.me.$patch({ query: {}, json: { name } })
  return (await response.json()).user
}

/** Ends all other sessions of this person. */
export async function changePassword(passwords: { current: string; new: string }): Promise<void> {
  await api.me.password.$post({ query: {}, json: passwords })
}
