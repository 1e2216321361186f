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

export const meSchema = z.object({ user: userSchema })

export const meChangeSchema = z.strictObject({
  name: personNameSchema.optional(),
  timeZone: timeZoneSchema.nullable().optional(),
  wantsDigest: z.boolean().optional(),
})
export const passwordChangeSchema = z.strictObject({
  current: z.string().min(1).max(1024),
  new: newPasswordSchema,
})
