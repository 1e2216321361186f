import { z } from 'zod'
import { weekdayOf } from './calendar-days.ts'
import { courseSchema } from './course.ts'
import { numberInAddress } from './number-in-address.ts'
import { importStates } from './import.ts'
import { listPage, sortedBy } from './page.ts'
import { newPasswordSchema, personNameSchema, timeZoneSchema, userSchema } from './session.ts'

const name = z.string().trim().min(1).max(255)
const email = z
  .string()
  .trim()
  .max(255)
  .pipe(z.email())
  .transform((address) => address.toLowerCase())

const yesOrNo = z.enum(['true', 'false']).transform((word) => word === 'true')

export const userListQuerySchema = z.strictObject({
  q: z.string().trim().max(255).optional().describe('Part of a name or an e-mail address'),
  isAdmin: yesOrNo.optional(),
  isActive: yesOrNo.optional(),
  sort: sortedBy(['name', 'email', 'createdAt'], 'name'),
  ...listPage,
})
export type UserListQuery = z.infer<typeof userListQuerySchema>
export const newUserSchema = z.strictObject({
  email,
  name: personNameSchema,
  password: newPasswordSchema.optional(),
  isAdmin: z.boolean().default(false),
})
export const userChangeSchema = z.strictObject({
  email: email.optional(),
  name: personNameSchema.optional(),
  isAdmin: z.boolean().optional(),
  isActive: z.boolean().optional().describe('false ends all sessions of the person'),
})
export const adminUserSchema = userSchema.extend({
  isActive: z.boolean(),
  hasPassword: z.boolean().describe('false: invited, or signs in elsewhere only'),
  createdAt: z.string(),
})
export type AdminUser = z.infer<typeof adminUserSchema>
export const adminUserAnswerSchema = z.object({ user: adminUserSchema })
export const adminUserListSchema = z.object({ users: z.array(adminUserSchema) })

export const lmsServerListQuerySchema = z.strictObject({
  q: z.string().trim().max(255).optional().describe('Part of a name or a description'),
  sort: sortedBy(['name', 'courses', 'createdAt'], 'name'),
  ...listPage,
})
export type LmsServerListQuery = z.infer<typeof lmsServerListQuerySchema>
export const newLmsServerSchema = z.strictObject({
  name,
  description: z.string().trim().max(1000).default(''),
})
export const lmsServerChangeSchema = z.strictObject({
  name: name.optional(),
  description: z.string().trim().max(1000).optional(),
})
export const lmsServerSchema = z.object({
  id: z.int(),
  name: z.string(),
  description: z.string(),
  courses: z.int(),
  createdAt: z.string(),
})
export type LmsServer = z.infer<typeof lmsServerSchema>
export const lmsServerAnswerSchema = z.object({ lmsServer: lmsServerSchema })
export const lmsServerTokenSchema = lmsServerAnswerSchema.extend({
  token: z.string().describe('Shown this once; only its hash is kept'),
})
export const lmsServerListSchema = z.object({ lmsServers: z.array(lmsServerSchema) })

const courseFields = {
  code: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .regex(/^[^/\\\0]*$/, 'must not contain / or \\'),
  title: name,
  offering: z.string().trim().max(255),
  startDate: z.iso
    .date()
    .refine((date) => date >= '1990' && date < '2200', 'must be between 1990 and 2199')
    .refine((date) => weekdayOf(date) === 1, 'must be a Monday'),
  weeks: z.int().min(1).max(60),
  timeZone: timeZoneSchema.describe('IANA name; without one the TIME_ZONE setting'),
  lmsType: z.string().trim().min(1).max(50),
  lmsServerId: z.int().min(1).nullable(),
  ownerIds: z.array(z.int().min(1)).max(200),
  keepDays: z
    .int()
    .min(1)
    .max(36_500)
    .nullable()
    .describe('Days after its end after which what exports brought goes; null: as the site does'),
}
export const newCourseSchema = z.strictObject({
  ...courseFields,
  offering: courseFields.offering.default(''),
  timeZone: courseFields.timeZone.optional(),
  lmsType: courseFields.lmsType.default('Blackboard'),
  lmsServerId: courseFields.lmsServerId.default(null),
  ownerIds: courseFields.ownerIds.default([]),
  keepDays: courseFields.keepDays.default(null),
})
export type NewCourse = z.infer<typeof newCourseSchema>
export const courseChangeSchema = z.strictObject(courseFields).partial()
export type CourseChange = z.infer<typeof courseChangeSchema>
export const courseClearingSchema = z.strictObject({
  code: z.string().describe('The code of the course, typed once more to confirm'),
})
export const adminCourseListQuerySchema = z.strictObject({
  q: z.string().trim().max(255).optional().describe('Part of a code, a title or an offering'),
  lmsServer: numberInAddress.optional().describe('Id of the server; 0 for courses without one'),
  owner: numberInAddress.optional().describe('Id of a person who teaches it'),
  sort: sortedBy(['startDate', 'code', 'title', 'lastActivityAt'], 'startDate'),
  ...listPage,
})
export type AdminCourseListQuery = z.infer<typeof adminCourseListQuerySchema>
export const courseOwnerSchema = z.object({ id: z.int(), name: z.string(), email: z.string() })
export type CourseOwner = z.infer<typeof courseOwnerSchema>
export const adminCourseSchema = courseSchema.extend({
  ownerIds: z.array(z.int()),
  owners: z.array(courseOwnerSchema),
  keepDays: z.int().nullable(),
})
export type AdminCourse = z.infer<typeof adminCourseSchema>
export const adminCourseAnswerSchema = z.object({ course: adminCourseSchema })
export const adminCourseListSchema = z.object({ courses: z.array(adminCourseSchema) })

export const importListQuerySchema = z.strictObject({
  course: numberInAddress.optional(),
  state: z.enum(importStates).optional(),
  q: z.string().trim().max(255).optional().describe('Part of a file name or a course code'),
  sort: sortedBy(['createdAt', 'fileName', 'course', 'sizeBytes'], '-createdAt'),
  ...listPage,
})
export type ImportListQuery = z.infer<typeof importListQuerySchema>
