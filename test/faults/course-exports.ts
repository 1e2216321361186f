import fc from 'fast-check'
import { exportZip } from '../support/import-run.ts'
import { randomExport } from '../support/random-exports.ts'

export interface CourseExport {
  /** Which of the courses. */
  course: number
  zip: Buffer
  /** It is no export at all: its import must fail. */
  isBroken: boolean
}

const brokenEvery = 12

/** Small exports of several courses in turn; those of one course overlap and correct one another. */
export function courseExports(wanted: { seed: number; courses: number; count: number }) {
  const rows = fc.sample(randomExport, { seed: wanted.seed, numRuns: wanted.count })
  return rows.map((given, index): CourseExport => {
    const isBroken = index % brokenEvery === brokenEvery - 1
    const zip = isBroken ? Buffer.from('<html>no export</html>') : exportZip(given)
    return { course: index % wanted.courses, zip, isBroken }
  })
}
