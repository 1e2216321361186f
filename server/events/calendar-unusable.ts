/** A calendar that cannot be taken in as a whole; the message is for who sent it. */
export class CalendarUnusable extends Error {
  override name = 'CalendarUnusable'
}

/** One event of a calendar that is left out; the message is the reason. */
export class EventUnusable extends Error {
  override name = 'EventUnusable'
}
