import { z } from 'zod'
import { courseSchema } from './course.ts'
import { userSchema } from './session.ts'

const name = z.string().trim().min(1).max(255)
const email = z
  .string()
  .trim()
  .max(255)
  .pipe(z.email())
  .transform((address) => address.toLowerCase())

export const newUserSchema = z.strictObject({
  email,
  name,
  password: z.string().min(8).max(1024).optional(),
  isAdmin: z.boolean().default(false),
})
export const adminUserSchema = userSchema.extend({ isActive: z.boolean(), createdAt: z.string() })
export type AdminUser = z.infer<typeof adminUserSchema>

export const newLmsServerSchema = z.strictObject({
  name,
  description: z.string().trim().max(1000).default(''),
})
export const lmsServerSchema = z.object({
  id: z.int(),
  name: z.string(),
  description: z.string(),
  courses: z.int(),
  createdAt: z.string(),
})
export type LmsServer = z.infer<typeof lmsServerSchema>

export const newCourseSchema = z.strictObject({
  code: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .regex(/^[^/\\\0]+$/, 'must not contain / or \\'),
  title: name,
  offering: z.string().trim().max(255).default(''),
  startDate: z.iso.date(),
  weeks: z.int().min(1).max(60),
  timeZone: z.string().optional().describe('IANA name; without one the TIME_ZONE setting'),
  lmsType: z.string().trim().min(1).max(50).default('Blackboard'),
  lmsServerId: z.int().nullable().default(null),
  ownerIds: z.array(z.int()).max(200).default([]),
})
export const adminCourseSchema = courseSchema.extend({ ownerIds: z.array(z.int()) })
export type AdminCourse = z.infer<typeof adminCourseSchema>
