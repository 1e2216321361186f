import { z } from 'zod'

export const loginSchema = z.strictObject({
  email: z.string().min(1).max(255),
  password: z.string().min(1).max(1024),
})

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
