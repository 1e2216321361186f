import { boolean, index, int, mysqlTable, primaryKey } from 'drizzle-orm/mysql-core'
import { asciiText, instant, jsonText, text } from './columns.ts'

/** People who sign in. `email` is stored in lower case. */
export const users = mysqlTable('users', {
  id: int('id', { unsigned: true }).autoincrement().primaryKey(),
  email: text('email', { length: 255 }).notNull().unique(),
  name: text('name', { length: 255 }).notNull(),
  /** Null: invited, or signs in elsewhere only. */
  passwordHash: asciiText('password_hash', { length: 255 }),
  /** SHA-256 of issuer and subject, where this person has signed in by OpenID Connect. */
  oidcSubjectHash: asciiText('oidc_subject_hash', { length: 64 }).unique(),
  isAdmin: boolean('is_admin').notNull().default(false),
  timeZone: asciiText('time_zone', { length: 64 }),
  wantsDigest: boolean('wants_digest').notNull().default(true),
  createdAt: instant('created_at').notNull(),
  deactivatedAt: instant('deactivated_at'),
})

/**
 * Signed-in browsers. The cookie's secret is not here, only its SHA-256. `viewingAs` is whom an administrator
 * looks at cloop as; the session stays the administrator's own.
 */
export const sessions = mysqlTable(
  'sessions',
  {
    idHash: asciiText('id_hash', { length: 64 }).primaryKey(),
    /** By which people name a session that they want to end. */
    id: int('id', { unsigned: true }).autoincrement().notNull().unique(),
    userId: int('user_id', { unsigned: true }).notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    absoluteExpiresAt: instant('absolute_expires_at').notNull(),
    lastUsedAt: instant('last_used_at'),
    userAgent: text('user_agent', { length: 255 }).notNull().default(''),
    viewingAs: int('viewing_as', { unsigned: true }),
  },
  (table) => [
    index('sessions_of_user').on(table.userId),
    index('sessions_by_expiry').on(table.expiresAt),
  ],
)

/** One-time links, stored hashed: invitations and forgotten passwords. */
export const passwordResets = mysqlTable(
  'password_resets',
  {
    tokenHash: asciiText('token_hash', { length: 64 }).primaryKey(),
    userId: int('user_id', { unsigned: true }).notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
  },
  (table) => [index('password_resets_of_user').on(table.userId)],
)

/** Failed sign-ins, so that throttling survives a restart and counts over several processes. */
export const signInFailures = mysqlTable(
  'sign_in_failures',
  {
    subject: asciiText('subject', { length: 80 }).notNull(),
    failedAt: instant('failed_at').notNull(),
    id: int('id', { unsigned: true }).autoincrement().notNull().unique(),
  },
  (table) => [primaryKey({ columns: [table.subject, table.failedAt, table.id] })],
)

/** Who did what when; rows are only ever added. `actor` is a user id or null for the system. */
export const auditLog = mysqlTable(
  'audit_log',
  {
    id: int('id', { unsigned: true }).autoincrement().primaryKey(),
    at: instant('at').notNull(),
    actorId: int('actor_id', { unsigned: true }),
    action: asciiText('action', { length: 64 }).notNull(),
    courseId: int('course_id', { unsigned: true }),
    detail: jsonText<Record<string, unknown>>('detail').notNull(),
    address: asciiText('address', { length: 45 }),
  },
  (table) => [
    index('audit_log_by_time').on(table.at),
    index('audit_log_by_actor').on(table.actorId, table.at),
    index('audit_log_by_course').on(table.courseId, table.at),
    index('audit_log_by_action').on(table.action, table.at),
  ],
)
