import { z } from 'zod'

/** `not tested`: it does not apply here, or what it needs is itself not in order. */
const checkOutcomes = ['passed', 'failed', 'not tested'] as const

/** One deployment check. `text` says what was found, `advice` what to do about a failure. */
export const checkSchema = z.strictObject({
  name: z.string(),
  outcome: z.enum(checkOutcomes),
  text: z.string(),
  advice: z.string().nullable(),
})
export type Check = z.infer<typeof checkSchema>

export const checkListSchema = z.strictObject({ checks: z.array(checkSchema) })
