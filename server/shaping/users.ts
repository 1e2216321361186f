import type { AdminUser } from '#shared/admin.ts'
import type { UserRow } from '../repositories/users.ts'
import { tableOf, type Table } from './csv.ts'

/** A person as administrators see them. */
export function userOf({ createdAt, deactivatedAt, ...user }: UserRow): AdminUser {
  return { ...user, isActive: deactivatedAt === null, createdAt: createdAt.toISOString() }
}

export const userTable = (users: AdminUser[]): Table =>
  tableOf(users, ['id', 'name', 'email', 'isAdmin', 'isActive', 'createdAt'])
