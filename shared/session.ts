import { z } from 'zod'
import { isTimeZone } from './local-time.ts'

export const loginSchema = z.strictObject({
  email: z.string().min(1).max(255),
  password: z.string().min(1).max(1024),
})

/** A password that is being chosen: any characters, long rather than mixed. */
export const newPasswordSchema = z.string().min(8).max(1024)
export const personNameSchema = z.string().trim().min(1).max(255)
export const timeZoneSchema = z
  .string()
  .max(64)
  .refine(isTimeZone, 'must be an IANA time zone, such as Europe/Berlin')

export const userSchema = z.object({
  id: z.int(),
  email: z.string(),
  name: z.string(),
  isAdmin: z.boolean(),
  timeZone: z.string().nullable(),
  wantsDigest: z.boolean(),
})
export type User = z.infer<typeof userSchema>

/** What signing in and changing oneself answer. */
export const ownUserSchema = z.object({ user: userSchema })
export const meSchema = ownUserSchema.extend({
  hijackedBy: z
    .object({ id: z.int(), name: z.string() })
    .nullable()
    .describe('The administrator who looks at cloop as this person; nothing can be changed then'),
})
export type Me = z.infer<typeof meSchema>

export const meChangeSchema = z.strictObject({
  name: personNameSchema.optional(),
  timeZone: timeZoneSchema.nullable().optional(),
  wantsDigest: z.boolean().optional(),
})
export const passwordChangeSchema = z.strictObject({
  current: z.string().min(1).max(1024),
  new: newPasswordSchema,
})

export const resetRequestSchema = z.strictObject({ email: z.string().min(1).max(255) })
/** The one-time link of a mail is `<BASE_URL>/login/new-password#<token>`; the token goes into the address of the request. */
export const resetSchema = z.strictObject({ password: newPasswordSchema })

export const sessionSchema = z.object({
  id: z.int(),
  createdAt: z.string(),
  lastUsedAt: z.string(),
  expiresAt: z.string().describe('If it is not used before'),
  userAgent: z.string().describe('What the browser says of itself; empty where it says nothing'),
  isCurrent: z.boolean().describe('The session of this very request'),
})
export type SessionInfo = z.infer<typeof sessionSchema>
export const sessionListSchema = z.object({ sessions: z.array(sessionSchema) })
