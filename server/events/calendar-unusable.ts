import { ApiError } from '../api-error.ts'

/** A calendar that cannot be taken in as a whole; the message is for who sent it. */
export class CalendarUnusable extends ApiError {
  override name = 'CalendarUnusable'

  constructor(message: string, { cause }: { cause?: unknown } = {}) {
    super(422, message)
    this.cause = cause
  }
}

/** One event of a calendar that cannot be read; the message is the reason. */
export class EventUnusable extends Error {
  override name = 'EventUnusable'
}
