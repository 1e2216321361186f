import { parentPort, workerData } from 'node:worker_threads'
import type { ZonedCourse } from '#shared/local-time.ts'
import { CalendarUnusable } from './calendar-unusable.ts'
import { readCalendar, type ReadCalendar } from './read-calendar.ts'

/** The thread that `read-in-thread.ts` starts: reads one calendar, says what came of it, and ends. */
export interface CalendarOrder {
  bytes: Uint8Array
  course: ZonedCourse
}
export type CalendarAnswer = { calendar: ReadCalendar } | { unusable: string }

function read({ bytes, course }: CalendarOrder): CalendarAnswer {
  try {
    return { calendar: readCalendar(bytes, course) }
  } catch (error) {
    if (error instanceof CalendarUnusable) return { unusable: error.message }
    throw error
  }
}

parentPort?.postMessage(read(workerData as CalendarOrder))
