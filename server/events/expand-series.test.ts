import { describe, expect, it } from 'vitest'
import { berlin, read, repeating, single, vevent, wanted, wednesdays } from './sample-calendar.ts'

/** Clocks in Berlin go forward on Sunday 29 March, the last day of week 2. */
const acrossSpring = { startDate: '2026-03-16', weeks: 4, timeZone: 'Europe/Berlin' }
const acrossNewYear = { startDate: '2025-12-15', weeks: 4, timeZone: 'Europe/Berlin' }
/** Half an hour off the whole hour, and by half an hour the clocks go back on Sunday 5 April 2026. */
const lordHowe = { startDate: '2026-03-23', weeks: 4, timeZone: 'Australia/Lord_Howe' }

describe('an event that happens every week', () => {
  it('is one repeating event', () => {
    const event = repeating({ weekday: 3, startWeek: 1, endWeek: 4, time: '10:00' })
    expect(read(berlin, vevent(...wednesdays, 'RRULE:FREQ=WEEKLY;COUNT=4'))).toEqual({
      wanted: [{ key: 'a', event }],
      uids: ['a'],
      skipped: [],
    })
  })

  it.each([
    ['UNTIL=20260318T090000Z', 3],
    ['UNTIL=20260318T085959Z', 2],
    ['UNTIL=20260318T100000', 3],
    ['UNTIL=20260318T095959', 2],
    ['UNTIL=20260318', 3],
    ['UNTIL=20260317', 2],
  ])('ends with %s', (until, endWeek) => {
    expect(wanted(berlin, vevent(...wednesdays, `RRULE:FREQ=WEEKLY;${until}`))).toMatchObject([
      { kind: 'repeating', startWeek: 1, endWeek },
    ])
  })

  it('goes with the clocks of its zone', () => {
    const inBerlin = vevent(
      'UID:a',
      'DTSTART;TZID=Europe/Berlin:20260318T100000',
      'RRULE:FREQ=WEEKLY;COUNT=4',
    )
    expect(wanted(acrossSpring, inBerlin)).toEqual([
      repeating({ weekday: 3, startWeek: 1, endWeek: 4, time: '10:00' }),
    ])
    const inUtc = vevent('UID:a', 'DTSTART:20260318T090000Z', 'RRULE:FREQ=WEEKLY;COUNT=4')
    expect(wanted(acrossSpring, inUtc)).toEqual(
      ['2026-03-18', '2026-03-25', '2026-04-01', '2026-04-08'].map((day) =>
        single(`${day}T09:00:00.000Z`),
      ),
    )
  })

  it('stays at its time where the clocks skip it once', () => {
    const sundays = ['UID:a', 'DTSTART;TZID=Europe/Berlin:20260322T023000']
    expect(wanted(acrossSpring, vevent(...sundays, 'RRULE:FREQ=WEEKLY;COUNT=2'))).toEqual([
      repeating({ weekday: 7, startWeek: 1, endWeek: 2, time: '02:30' }),
    ])
  })

  it('may happen at half hours, across a change by half an hour', () => {
    const local = vevent(
      'UID:a',
      'DTSTART;TZID=Australia/Lord_Howe:20260324T001500',
      'RRULE:FREQ=WEEKLY;COUNT=4',
    )
    expect(wanted(lordHowe, local)).toEqual([
      repeating({ weekday: 2, startWeek: 1, endWeek: 4, time: '00:15' }),
    ])
    const inUtc = vevent('UID:a', 'DTSTART:20260331T131500Z', 'RRULE:FREQ=WEEKLY;COUNT=2')
    // 00:15 on Wednesday, then 23:45 on Tuesday.
    expect(wanted(lordHowe, inUtc)).toEqual([
      single('2026-03-31T13:15:00.000Z'),
      single('2026-04-07T13:15:00.000Z'),
    ])
  })

  it('goes on over New Year', () => {
    const mondays = vevent('UID:a', 'DTSTART:20251215T090000Z', 'RRULE:FREQ=WEEKLY;COUNT=4')
    expect(wanted(acrossNewYear, mondays)).toEqual([
      repeating({ weekday: 1, startWeek: 1, endWeek: 4, time: '10:00' }),
    ])
  })

  it('may take whole days', () => {
    const days = vevent('UID:a', 'DTSTART;VALUE=DATE:20260306', 'RRULE:FREQ=WEEKLY;COUNT=3')
    expect(wanted(berlin, days)).toEqual([
      repeating({ weekday: 5, startWeek: 1, endWeek: 3, time: null }),
    ])
  })

  it('may be given by its days one by one', () => {
    const rdates = 'RDATE;TZID=Europe/Berlin:20260311T100000,20260318T100000'
    expect(wanted(berlin, vevent(...wednesdays, rdates))).toEqual([
      repeating({ weekday: 3, startWeek: 1, endWeek: 3, time: '10:00' }),
    ])
  })

  it('is a repeating event, too, where only one of its weeks lies inside the course', () => {
    const { wanted, skipped } = read(
      berlin,
      vevent('UID:a', 'DTSTART;TZID=Europe/Berlin:20260325T100000', 'RRULE:FREQ=WEEKLY'),
    )
    expect(wanted.map(({ event }) => event)).toEqual([
      repeating({ weekday: 3, startWeek: 4, endWeek: 4, time: '10:00' }),
    ])
    expect(skipped).toEqual([
      {
        title: 'Lecture',
        reason: 'Its times outside the course, 2026-03-02 to 2026-03-29, are left out.',
      },
    ])
  })
})

describe('an event that repeats in another way', () => {
  const at = (day: string) => single(`2026-03-${day}T09:00:00.000Z`)
  const keys = (...events: string[][]) => read(berlin, ...events).wanted.map(({ key }) => key)

  it('is a single event for each time', () => {
    const twice = vevent(...wednesdays, 'RRULE:FREQ=WEEKLY;BYDAY=WE,FR;COUNT=4')
    expect(wanted(berlin, twice)).toEqual(['04', '06', '11', '13'].map(at))
    expect(keys(twice)).toEqual(['a#2026-03-04', 'a#2026-03-06', 'a#2026-03-11', 'a#2026-03-13'])
    const otherWeeks = vevent(...wednesdays, 'RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=2')
    expect(wanted(berlin, otherWeeks)).toEqual(['04', '18'].map(at))
    const daily = vevent(...wednesdays, 'RRULE:FREQ=DAILY;COUNT=3')
    expect(wanted(berlin, daily)).toEqual(['04', '05', '06'].map(at))
  })

  it('has a key for each of two times of a day', () => {
    const rule = 'RRULE:FREQ=DAILY;BYHOUR=10,14;COUNT=3'
    expect(keys(vevent(...wednesdays, rule))).toEqual([
      'a#2026-03-04',
      'a#2026-03-04.2',
      'a#2026-03-05',
    ])
  })

  it.each([
    'EXDATE;TZID=Europe/Berlin:20260311T100000',
    'EXDATE:20260311T090000Z',
    'EXDATE;VALUE=DATE:20260311',
    'EXDATE:20260310T090000Z,20260311T090000Z,20260312T090000Z',
  ])('leaves out what %s says', (exdate) => {
    const lecture = vevent(...wednesdays, 'RRULE:FREQ=WEEKLY;COUNT=4', exdate)
    expect(wanted(berlin, lecture)).toEqual(['04', '18', '25'].map(at))
  })

  it('stays one repeating event where its first or last weeks are left out', () => {
    const exdates = 'EXDATE:20260304T090000Z,20260325T090000Z'
    expect(wanted(berlin, vevent(...wednesdays, 'RRULE:FREQ=WEEKLY;COUNT=4', exdates))).toEqual([
      repeating({ weekday: 3, startWeek: 2, endWeek: 3, time: '10:00' }),
    ])
  })

  it('has single times moved, renamed and cancelled', () => {
    const lecture = vevent(...wednesdays, 'RRULE:FREQ=WEEKLY;COUNT=4')
    const moved = vevent(
      'UID:a',
      'RECURRENCE-ID;TZID=Europe/Berlin:20260311T100000',
      'DTSTART;TZID=Europe/Berlin:20260312T140000',
    )
    const renamed = [
      'BEGIN:VEVENT',
      'UID:a',
      'RECURRENCE-ID:20260318T090000Z',
      'DTSTART:20260318T090000Z',
      'SUMMARY:Guest',
      'END:VEVENT',
    ]
    const cancelled = vevent(
      'UID:a',
      'RECURRENCE-ID;VALUE=DATE:20260325',
      'DTSTART:20260325T090000Z',
      'STATUS:CANCELLED',
    )
    expect(read(berlin, moved, lecture, cancelled, renamed)).toEqual({
      wanted: [
        { key: 'a#2026-03-04', event: at('04') },
        { key: 'a#2026-03-11', event: single('2026-03-12T13:00:00.000Z') },
        { key: 'a#2026-03-18', event: { ...at('18'), title: 'Guest' } },
      ],
      uids: ['a'],
      skipped: [],
    })
  })

  it('changes from one time on', () => {
    const lecture = vevent(...wednesdays, 'RRULE:FREQ=WEEKLY;COUNT=4')
    const later = vevent(
      'UID:a',
      'RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20260318T100000',
      'DTSTART;TZID=Europe/Berlin:20260319T120000',
    )
    expect(wanted(berlin, lecture, later)).toEqual([
      at('04'),
      at('11'),
      single('2026-03-19T11:00:00.000Z'),
      single('2026-03-26T11:00:00.000Z'),
    ])
  })

  it('is read from a change alone', () => {
    const change = vevent('UID:a', 'RECURRENCE-ID:20260318T090000Z', 'DTSTART:20260318T090000Z')
    expect(read(berlin, change).wanted).toEqual([{ key: 'a#2026-03-18', event: at('18') }])
  })
})

describe('zones of the calendar itself', () => {
  const zone = (tzid: string) => [
    'BEGIN:VTIMEZONE',
    tzid,
    ...['BEGIN:STANDARD', 'DTSTART:16011028T030000', 'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10'],
    ...['TZOFFSETFROM:+0200', 'TZOFFSETTO:+0100', 'END:STANDARD'],
    ...['BEGIN:DAYLIGHT', 'DTSTART:16010325T020000', 'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3'],
    ...['TZOFFSETFROM:+0100', 'TZOFFSETTO:+0200', 'END:DAYLIGHT'],
    'END:VTIMEZONE',
  ]
  const weekly = vevent(
    'UID:a',
    'DTSTART;TZID=W. Europe Standard Time:20260318T100000',
    'RRULE:FREQ=WEEKLY;UNTIL=20260408T080000Z',
  )

  it('count where their names are no others’', () => {
    expect(wanted(acrossSpring, zone('TZID:W. Europe Standard Time'), weekly)).toEqual([
      repeating({ weekday: 3, startWeek: 1, endWeek: 4, time: '10:00' }),
    ])
  })

  it('are missed where there are none', () => {
    expect(read(acrossSpring, zone('X-NAME:none'), weekly)).toEqual({
      wanted: [],
      uids: [],
      skipped: [
        { title: 'Lecture', reason: 'Its time zone is not known: W. Europe Standard Time.' },
      ],
    })
  })
})
