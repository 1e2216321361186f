import { z } from 'zod'
import { listPage, sortedBy } from './page.ts'

export const unrecognisedQuerySchema = z.strictObject({
  q: z.string().trim().max(255).optional().describe('Part of a file name'),
  sort: sortedBy(['foundAt', 'name', 'sizeBytes'], '-foundAt'),
  ...listPage,
})

export type UnrecognisedQuery = z.infer<typeof unrecognisedQuerySchema>

/** A file that belongs to no course. */
export const unrecognisedFileSchema = z.object({
  name: z.string(),
  directory: z.string().describe('The watched directory into which it was dropped'),
  sizeBytes: z.int(),
  foundAt: z.string(),
  reason: z.string().nullable(),
})
export type UnrecognisedFile = z.infer<typeof unrecognisedFileSchema>
export const unrecognisedListSchema = z.object({ unrecognised: z.array(unrecognisedFileSchema) })

const directory = z
  .string()
  .max(4096)
  .optional()
  .describe('Needed only where several watched directories have a file of that name')
export const assignmentSchema = z.strictObject({ courseId: z.int().min(1), directory })
export const whichUnrecognisedSchema = z.strictObject({ directory })
