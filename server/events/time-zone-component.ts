import ICAL from 'ical.js'

/**
 * A VTIMEZONE for the days from `first` to `last`: how far the zone is off UTC on the first, and each change
 * until the last. Calendars need it beside every TZID (RFC 5545, 3.6.5).
 */
export function timeZoneComponent(
  timeZone: string,
  { first, last }: { first: string; last: string },
): ICAL.Component {
  const zone = new ICAL.Component('vtimezone')
  zone.addPropertyWithValue('tzid', timeZone)
  const begin = Temporal.PlainDate.from(first).toZonedDateTime(timeZone)
  const end = Temporal.PlainDate.from(last).add({ days: 1 }).toZonedDateTime(timeZone)
  addObservance(zone, { at: begin, before: begin.offsetNanoseconds })
  let before = begin
  for (;;) {
    const change = before.getTimeZoneTransition('next')
    if (!change || change.epochNanoseconds >= end.epochNanoseconds) return zone
    addObservance(zone, { at: change, before: before.offsetNanoseconds })
    before = change
  }
}

/** Which of the two it is called changes nothing: the offsets say all. */
function addObservance(
  zone: ICAL.Component,
  { at, before }: { at: Temporal.ZonedDateTime; before: number },
): void {
  const after = at.offsetNanoseconds
  const observance = new ICAL.Component(after > before ? 'daylight' : 'standard')
  const seconds = before / 1e9
  // The beginning is told by the clock as it went before.
  const onset = new Date(at.epochMilliseconds + seconds * 1000).toISOString().slice(0, 19)
  observance.addPropertyWithValue('dtstart', ICAL.Time.fromDateTimeString(onset))
  observance.addPropertyWithValue('tzoffsetfrom', ICAL.UtcOffset.fromSeconds(seconds))
  observance.addPropertyWithValue('tzoffsetto', ICAL.UtcOffset.fromSeconds(after / 1e9))
  zone.addSubcomponent(observance)
}
