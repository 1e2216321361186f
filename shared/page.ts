import { z } from 'zod'
import { numberInAddress } from './number-in-address.ts'

const mostRows = 200

/** Which part of a list is asked for; a request's query takes these fields in. */
export const page = {
  limit: numberInAddress.pipe(z.int().min(1).max(mostRows)).default(mostRows),
  offset: numberInAddress.pipe(z.int().max(10_000_000)).default(0),
}
export interface Page {
  limit: number
  offset: number
}
