import { z } from 'zod'
import { numberInAddress } from './number-in-address.ts'
import { listPage, sortedBy } from './page.ts'

/** What is written down of what people do. */
export const auditActions = [
  'sign_in.succeeded',
  'sign_in.failed',
  'sign_in.locked',
  'sign_out',
  'password.changed',
  'password.reset_requested',
  'password.reset',
  'session.ended',
  'hijack.started',
  'hijack.ended',
  'user.created',
  'user.invited',
  'user.changed',
  'user.deactivated',
  'user.reactivated',
  'lms_server.created',
  'lms_server.changed',
  'lms_server.token_renewed',
  'lms_server.deleted',
  'course.created',
  'course.changed',
  'course.cleared',
  'course.deleted',
  'course.owners_changed',
  'course.denied',
  'administration.denied',
  'course.viewed_by_administrator',
  'student.viewed',
  'student.left_out',
  'student.taken_in',
  'privacy.exported',
  'privacy.erased',
  'retention.applied',
  'figures.exported',
  'event.created',
  'event.changed',
  'event.deleted',
  'events.imported',
  'events.copied',
  'import.delivered',
  'import.uploaded',
  'import.retried',
  'import.cancelled',
  'import.undone',
  'import.rejects_exported',
  'unrecognised.assigned',
  'unrecognised.deleted',
  'task.changed',
  'task.started',
  'audit.exported',
] as const
export type AuditAction = (typeof auditActions)[number]

const instant = z.iso.datetime({ offset: true }).optional()
export const auditQuerySchema = z.strictObject({
  action: z.enum(auditActions).optional(),
  actor: numberInAddress.optional().describe('Id of the person who did it'),
  course: numberInAddress.optional(),
  from: instant,
  to: instant.describe('This instant no longer counts'),
  q: z
    .string()
    .trim()
    .max(255)
    .optional()
    .describe('Part of a name, a course code, an action, a detail or an address'),
  sort: sortedBy(['at'], '-at'),
  ...listPage,
})
export type AuditQuery = z.infer<typeof auditQuerySchema>

export const auditEntrySchema = z.object({
  id: z.int(),
  at: z.string(),
  action: z.string(),
  actor: z
    .object({ id: z.int(), name: z.string().nullable() })
    .nullable()
    .describe('null: nobody was signed in'),
  course: z.object({ id: z.int(), code: z.string().nullable() }).nullable(),
  detail: z.record(z.string(), z.unknown()),
  address: z.string().nullable(),
})
export type AuditLogEntry = z.infer<typeof auditEntrySchema>
export const auditListSchema = z.object({ entries: z.array(auditEntrySchema) })
