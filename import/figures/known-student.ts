import type { SessionList } from '../sessions.ts'
import type { OpenedDays } from './opened-days.ts'

/** What `student_resources` holds of one student besides visits. */
export interface KnownSubmitted {
  posts: number
  attempts: number
  newestGrade: string | null
  newestGraded: string | null
}

/** A row of `student_weeks`; `lastAt` in microseconds since the course's start. */
export interface KnownWeek {
  visits: number
  sessions: number
  lastAt: number
}

/** The figures of one student as they are stored. */
export interface KnownStudent {
  opened: OpenedDays
  submitted: Map<number, KnownSubmitted>
  /** By teaching week; 0 is the whole course. */
  weeks: Map<number, KnownWeek>
  /** Only needed of one who goes on counting. */
  sessions: SessionList
}
