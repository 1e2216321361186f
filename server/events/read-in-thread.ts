import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { ZonedCourse } from '#shared/local-time.ts'
import type { CalendarAnswer, CalendarOrder } from './calendar-thread.ts'
import { CalendarUnusable } from './calendar-unusable.ts'
import type { ReadCalendar } from './read-calendar.ts'

const resourceLimits = { maxOldGenerationSizeMb: 256 }

/**
 * Reads a calendar beside the requests of others: a file can be made so that reading it takes for ever, or all
 * memory, which no check of single rules would notice for sure.
 */
export async function readInThread(
  bytes: Uint8Array,
  { startDate, weeks, timeZone }: ZonedCourse,
  withinMs: number,
): Promise<ReadCalendar> {
  const order: CalendarOrder = { bytes, course: { startDate, weeks, timeZone } }
  const thread = new Worker(new URL('./calendar-thread.ts', import.meta.url), {
    workerData: order,
    resourceLimits,
  })
  try {
    const signal = AbortSignal.timeout(withinMs)
    const [answer] = (await once(thread, 'message', { signal })) as [CalendarAnswer]
    if ('calendar' in answer) return answer.calendar
    throw new CalendarUnusable(answer.unusable)
  } catch (error) {
    if (isOver(error)) throw new CalendarUnusable(tooMuch, { cause: error })
    throw error
  } finally {
    await thread.terminate()
  }
}

const tooMuch = 'The calendar takes too long to read: one of its events may repeat for ever.'

/** Whether the thread has come to the end of its time or its memory. */
function isOver(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return (
    error.name === 'AbortError' || ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY')
  )
}
