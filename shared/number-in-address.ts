import { z } from 'zod'

/** A number written in an address. */
export const numberInAddress = z
  .string()
  .regex(/^\d{1,15}$/, 'must be a whole number')
  .transform(Number)
