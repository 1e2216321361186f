import { Cron } from 'croner'

/**
 * The first slot after `now` of a cron expression of five fields (minute, hour, day of the month, month,
 * weekday) in a time zone; null if there is none (a date that never comes). Throws on a malformed one.
 */
export function nextSlot(cron: string, timeZone: string, now: Date): Date | null {
  // Without this, croner would also take an instant or a word such as `@daily`.
  if (cron.trim().split(/\s+/).length !== 5) throw new TypeError('five fields are needed')
  return new Cron(cron, { mode: '5-part', timezone: timeZone }).nextRun(now)
}

/** What is wrong with a cron expression, for whoever has written it; undefined if nothing is. */
export function cronTrouble(cron: string, timeZone: string, now: Date): string | undefined {
  try {
    return nextSlot(cron, timeZone, now) ? undefined : 'names a time that never comes'
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error
    return `is no cron expression: ${error.message.replace(/^CronPattern: /, '')}`
  }
}
