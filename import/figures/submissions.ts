/** One student's posts or attempts at one resource, as far as an import changes them. */
export interface Submitted {
  /** The teaching week of each post and attempt that comes to the figures (or leaves them, with the student). */
  postWeeks: number[]
  attemptWeeks: number[]
  /** Whether the two grades below are to be stored. */
  attempted: boolean
  /** Of the newest attempt; null where it has none. */
  newestGrade: string | null
  /** Of the newest attempt that has one. */
  newestGraded: string | null
}

/** By resource. */
export type Submissions = Map<number, Submitted>

export const noSubmissions: Submissions = new Map()

/** The entry of one resource, made if there is none yet. */
export function submittedTo(submissions: Submissions, resourceNo: number): Submitted {
  const known = submissions.get(resourceNo)
  if (known) return known
  const fresh: Submitted = {
    postWeeks: [],
    attemptWeeks: [],
    attempted: false,
    newestGrade: null,
    newestGraded: null,
  }
  submissions.set(resourceNo, fresh)
  return fresh
}
