import { describe, expect, it } from 'vitest'
import { readCalendar } from './read-calendar.ts'
import { berlin, read, single, vevent, wanted } from './sample-calendar.ts'

describe('an event that happens once', () => {
  it.each([
    ['in UTC', 'DTSTART:20260310T083000Z', '2026-03-10T08:30:00.000Z'],
    [
      'without a zone, in that of the course',
      'DTSTART:20260310T093000',
      '2026-03-10T08:30:00.000Z',
    ],
    [
      'in a zone of its own',
      'DTSTART;TZID=America/New_York:20260310T093000',
      '2026-03-10T13:30:00.000Z',
    ],
    [
      'in a zone with a program’s name in front of it',
      'DTSTART;TZID=/mozilla.org/20071231_1/Europe/Berlin:20260310T093000',
      '2026-03-10T08:30:00.000Z',
    ],
    ['all day, at its first instant', 'DTSTART;VALUE=DATE:20260310', '2026-03-09T23:00:00.000Z'],
  ])('is a single event: %s', (_, start, at) => {
    expect(read(berlin, vevent('UID:a', start))).toEqual({
      wanted: [{ key: 'a', event: single(at) }],
      uids: ['a'],
      skipped: [],
    })
  })

  it('is known again without a UID', () => {
    const keys = [1, 2].map(() => read(berlin, vevent('DTSTART:20260310T083000Z')).wanted[0]?.key)
    expect(keys[0]).toMatch(/^[0-9a-f]{64}$/)
    expect(keys[1]).toBe(keys[0])
  })

  it('has its title in one line, and as long as a title may be', () => {
    const lines = ['SUMMARY: Part one\\n', ' and\\, two ', 'DTSTART:20260310T083000Z']
    const plain = ['BEGIN:VEVENT', ...lines, 'END:VEVENT']
    expect(wanted(berlin, plain)[0]?.title).toBe('Part one and, two')
    const long = [
      'BEGIN:VEVENT',
      `SUMMARY:${'ü😀'.repeat(200)}`,
      'DTSTART:20260310T083000Z',
      'END:VEVENT',
    ]
    expect(wanted(berlin, long)[0]?.title).toMatch(/^ü😀.*…$/u)
    expect(wanted(berlin, long)[0]?.title.length).toBeLessThanOrEqual(255)
  })
})

describe('a deadline', () => {
  const quiz = ['UID:q', 'CATEGORIES:Teaching,QUIZ']
  const window = (startAt: string, endAt: string) => ({
    kind: 'submission',
    title: 'Lecture',
    startAt,
    endAt,
    submissionType: 'quiz',
  })

  it.each([
    [
      'from its beginning to its end',
      ['DTSTART:20260309T230000Z', 'DTEND:20260313T110000Z'],
      window('2026-03-09T23:00:00.000Z', '2026-03-13T11:00:00.000Z'),
    ],
    [
      'as long as its duration',
      ['DTSTART:20260310T080000Z', 'DURATION:P1DT2H'],
      window('2026-03-10T08:00:00.000Z', '2026-03-11T10:00:00.000Z'),
    ],
    [
      'at an instant without an end',
      ['DTSTART:20260310T080000Z'],
      window('2026-03-10T08:00:00.000Z', '2026-03-10T08:00:00.000Z'),
    ],
    [
      'over whole days, the last of which may be the last of the course',
      ['DTSTART;VALUE=DATE:20260328', 'DTEND;VALUE=DATE:20260330'],
      window('2026-03-27T23:00:00.000Z', '2026-03-29T21:59:00.000Z'),
    ],
    [
      'over one whole day',
      ['DTSTART;VALUE=DATE:20260310'],
      window('2026-03-09T23:00:00.000Z', '2026-03-10T22:59:00.000Z'),
    ],
  ])('is a submission: %s', (_, times, event) => {
    expect(wanted(berlin, vevent(...quiz, ...times))).toEqual([event])
  })

  it('is left out where it ends after the course, or before it begins', () => {
    const late = vevent(...quiz, 'DTSTART:20260327T080000Z', 'DTEND:20260401T080000Z')
    const backwards = vevent(
      'UID:b',
      'CATEGORIES:ASSIGNMENT',
      'DTSTART:20260311T080000Z',
      'DTEND:20260310T080000Z',
    )
    expect(read(berlin, late, backwards)).toMatchObject({
      wanted: [],
      skipped: [
        { reason: 'It ends outside the course, 2026-03-02 to 2026-03-29.' },
        { reason: 'It ends before it begins.' },
      ],
    })
  })
})

describe('what is left out', () => {
  it.each([
    ['It lies outside the course, 2026-03-02 to 2026-03-29.', ['DTSTART:20260301T225959Z']],
    ['It lies outside the course, 2026-03-02 to 2026-03-29.', ['DTSTART:20260329T220000Z']],
    ['It lies outside the course, 2026-03-02 to 2026-03-29.', ['DTSTART;VALUE=DATE:20260330']],
    [
      'It lies outside the course, 2026-03-02 to 2026-03-29.',
      ['DTSTART:20250101T080000Z', 'RRULE:FREQ=WEEKLY;COUNT=5'],
    ],
    ['It has no beginning.', ['DTEND:20260310T080000Z']],
    ['It is cancelled.', ['DTSTART:20260310T080000Z', 'STATUS:CANCELLED']],
    ['It cannot be read.', ['DTSTART:soon']],
    ['It cannot be read.', ['DTSTART:20260310T080000Z', 'RRULE:FREQ=DAILY;UNTIL=2026']],
    ['It repeats too often to be read.', ['DTSTART:20200101T080000Z', 'RRULE:FREQ=SECONDLY']],
    [
      'It never happens.',
      ['DTSTART:20260310T080000Z', 'RRULE:FREQ=DAILY;COUNT=1', 'EXDATE:20260310T080000Z'],
    ],
  ])('says: %s %j', (reason, lines) => {
    const { wanted, skipped } = read(berlin, vevent('UID:a', ...lines))
    expect({ wanted, skipped }).toEqual({ wanted: [], skipped: [{ title: 'Lecture', reason }] })
  })

  it('is an event without a title, an older version, and a task', () => {
    const start = 'DTSTART:20260310T080000Z'
    const task = ['BEGIN:VTODO', 'SUMMARY:Mark', start, 'END:VTODO']
    const nameless = ['BEGIN:VEVENT', 'UID:n', start, 'END:VEVENT']
    const versions = [2, 3, 1].map((sequence) =>
      vevent('UID:v', `DTSTART:2026031${sequence}T080000Z`, `SEQUENCE:${sequence}`),
    )
    const { wanted, skipped } = read(berlin, task, nameless, ...versions)
    expect(wanted).toEqual([{ key: 'v', event: single('2026-03-13T08:00:00.000Z') }])
    expect(skipped).toEqual([
      { title: 'Mark', reason: 'It is a task, no event.' },
      { title: 'Lecture', reason: 'The calendar has it twice.' },
      { title: 'Lecture', reason: 'The calendar has it twice.' },
      { title: '', reason: 'It has no title.' },
    ])
  })

  it('does not keep others from being read', () => {
    const bad = vevent('UID:bad', 'DTSTART:20261399T996199')
    const good = vevent('UID:good', 'DTSTART:20260310T080000Z')
    expect(read(berlin, bad, good).wanted).toMatchObject([{ key: 'good' }])
  })
})

describe('a file', () => {
  const bytes = (text: string) => new TextEncoder().encode(text)
  const calendar = (body: string) => `BEGIN:VCALENDAR\r\n${body}END:VCALENDAR\r\n`
  const event = 'BEGIN:VEVENT\r\nSUMMARY:Lecture\r\nDTSTART:20260310T080000Z\r\nEND:VEVENT\r\n'

  it('may be folded within a letter, begin with a mark, and end its lines as it likes', () => {
    const letters = [...bytes(calendar(event.replace('Lecture', 'Über')))]
    const folded = letters.toSpliced(letters.indexOf(0xc3) + 1, 0, ...bytes('\r\n '))
    const [first] = readCalendar(new Uint8Array(folded), berlin).wanted
    expect(first?.event.title).toBe('Über')
    const marked = bytes(`\uFEFF${calendar(event).replaceAll('\r\n', '\n').trim()}`)
    expect(readCalendar(marked, berlin).wanted).toHaveLength(1)
  })

  it('may hold several calendars, or none of their events', () => {
    expect(readCalendar(bytes(calendar(event) + calendar('')), berlin).wanted).toHaveLength(1)
    expect(readCalendar(bytes(calendar('')), berlin)).toEqual({ wanted: [], uids: [], skipped: [] })
  })

  it.each([
    ['', 'The file holds no calendar.'],
    ['\r\n', 'The file holds no calendar.'],
    ['BEGIN:VCARD\r\nEND:VCARD\r\n', 'The file holds no calendar.'],
    [
      'Once upon a time',
      'The file is not a calendar, or is damaged: invalid line (no token ";" or ":") "Once upon a time".',
    ],
    ['{"events": []}', 'The file is not a calendar, or is damaged.'],
    [
      'BEGIN:VCALENDAR\r\n' + event,
      'The file is not a calendar, or is damaged: invalid ical body. component began but did not end.',
    ],
    ['END:VCALENDAR\r\nX:1\r\n', 'The file is not a calendar, or is damaged.'],
    [calendar(event.repeat(5001)), 'The calendar has 5001 events; 5000 can be read at once.'],
  ])('is refused as a whole (%#)', (text, message) => {
    expect(() => readCalendar(bytes(text), berlin)).toThrow(
      expect.objectContaining({ name: 'CalendarUnusable', message }),
    )
  })

  it('is refused in another encoding, or if it would make too many events', () => {
    const latin = Uint8Array.from([...calendar(event)].map((letter) => letter.charCodeAt(0)))
    latin[latin.indexOf(0x4c)] = 0xdc
    expect(() => readCalendar(latin, berlin)).toThrow('The file is not in UTF-8')
    const utf16 = new Uint8Array(Buffer.from(`\uFEFF${calendar(event)}`, 'utf16le'))
    expect(() => readCalendar(utf16, berlin)).toThrow('The file is not in UTF-8')
    const hourly = event.replace('END', 'RRULE:FREQ=HOURLY;COUNT=400\r\nEND')
    const three = [1, 2, 3].map((uid) => hourly.replace('END', `UID:${uid}\r\nEND`)).join('')
    expect(() => readCalendar(bytes(calendar(three)), berlin)).toThrow(
      'The calendar would make 1200 events; 1000 can be made at once.',
    )
  })
})
