import ICAL from 'ical.js'
import { isTimeZone } from '#shared/local-time.ts'

/** A zone of the runtime's own tables, in the shape that ical.js reckons with. */
class IanaZone extends ICAL.Timezone {
  /** Seconds by which the wall clock is ahead of UTC. A time that a clock change skips counts as moved on. */
  override utcOffset({ year, month, day, hour, minute, second }: ICAL.Time): number {
    const wall = Temporal.PlainDateTime.from({ year, month, day, hour, minute, second })
    const { epochMilliseconds } = wall.toZonedDateTime(this.tzid)
    return (Date.UTC(year, month - 1, day, hour, minute, second) - epochMilliseconds) / 1000
  }
}

/**
 * The IANA zone that a TZID names, or null. Some programs put their own name in front of it:
 * `/mozilla.org/20071231_1/Europe/Berlin`.
 */
function ianaName(tzid: string): string | null {
  const parts = tzid.split('/').filter((part) => part !== '')
  const endings = parts.map((_, index) => parts.slice(index).join('/'))
  return endings.find((ending) => isTimeZone(ending)) ?? null
}

/** Zones by the TZID of a calendar. Equal zones are the same object; null where no such zone is known. */
export function createZones(): (tzid: string) => ICAL.Timezone | null {
  const known = new Map<string, ICAL.Timezone>()
  return (tzid) => {
    const name = ianaName(tzid)
    if (!name) return null
    const zone = known.get(name) ?? new IanaZone({ tzid: name })
    known.set(name, zone)
    return zone
  }
}
