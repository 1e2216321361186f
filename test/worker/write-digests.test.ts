import type { ResultSetHeader } from 'mysql2/promise'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createCourse, runImport, type TestExport } from '../support/import-run.ts'
import { writeDigests } from '#worker/write-digests.ts'
import { useMailPlace } from './mail-place.ts'

const world = useMailPlace()
/** Course of three students and a teacher; in its second week 6 visits by two students, 4 in the first by one. */
const twoWeeks: TestExport = {
  header: { 'all_user.txt': 'user_key|username|firstname|lastname|email|role' },
  'all_user.txt': ['1|a|A|A|a@x|', '2|b|B|B|b@x|', '3|c|C|C|c@x|', '4|t|T|T|t@x|teacher'],
  'all_resources.txt': [
    '10||Week 1|resource/x-bb-document',
    '20||Talk|resource/x-bb-discussionfolder',
    '30||Quiz|assessment/x-bb-qti-test',
  ],
  'activity.txt': [
    ...['1|10||2017-10-02T09:00Z', '1|10||2017-10-02T09:01Z', '1|10||2017-10-08T23:59Z'],
    ...['1|30||2017-10-04T09:00Z', '4|10||2017-10-10T09:00Z'],
    ...['1|10||2017-10-09T00:00Z', '1|10||2017-10-09T00:30Z', '1|20||2017-10-11T12:00Z'],
    ...['2|10||2017-10-11T12:00Z', '2|30||2017-10-11T12:10Z', '2|10||2017-10-15T23:59Z'],
    '1|10||2017-10-16T01:00Z',
  ],
}
/** A Monday morning. */
const now = new Date('2017-10-16T07:00:00Z')
let courseId: number

beforeEach(async () => {
  courseId = await newCourse('Biology')
  await runImport(world.pool, courseId, twoWeeks)
})
afterEach(async () => {
  for (const table of ['users', 'course_owners', 'course_offerings']) {
    await world.pool.query(`DELETE FROM ${table}`)
  }
})

async function newCourse(title: string, startDate = '2017-10-02', weeks = 10, timeZone = 'UTC') {
  const id = await createCourse(world.pool, { startDate, weeks, timeZone })
  await world.pool.query('UPDATE course_offerings SET code = ?, title = ? WHERE id = ?', [
    title.slice(0, 3).toUpperCase(),
    title,
    id,
  ])
  return id
}

async function newOwner(email: string, courseIds: number[], changes = {}) {
  const row = { email, name: email, ...changes }
  const [{ insertId: userId }] = await world.pool.query<ResultSetHeader>(
    'INSERT INTO users SET ?, created_at = UTC_TIMESTAMP(6)',
    [row],
  )
  for (const id of courseIds) {
    await world.pool.query('INSERT INTO course_owners SET ?', [{ course_id: id, user_id: userId }])
  }
  return userId
}

const digest = (at = now, mail = {}) => writeDigests(world.context(mail), at)

describe('an owner', () => {
  test('reads the newest whole week of a course in figures that can be counted by hand', async () => {
    await newOwner('ann@example.edu', [courseId])
    expect(await digest()).toBe('1 written')
    const [mail] = await world.rows()
    expect(mail).toMatchObject({
      kind: 'digest',
      recipient: 'ann@example.edu',
      subject: 'cloop: Biology, week from Monday 9 October',
      isPublished: 1,
    })
    expect(mail!.body).toBe(
      [
        'Your courses from Monday 9 October to Sunday 15 October',
        '',
        'Biology (BIO), week 2 of 10',
        '  Visits: 6 (content 4, communication 1, assessment 1); 50 % more than the week before (4)',
        '  Students who came: 2 of 3; 100 % more than the week before (1)',
        // A fourth one began a minute before midnight of Sunday.
        '  Sessions: 3',
        `  https://cloop.example.edu/courses/${courseId}?week=2`,
        '',
        'You get this mail each Monday because you own these courses. To end it, switch it off under',
        'https://cloop.example.edu/account',
        '',
      ].join('\n'),
    )
  })

  test('of several courses gets one mail, in the order of their titles', async () => {
    const other = await newCourse('Algebra', '2017-10-09')
    await runImport(world.pool, other, { ...twoWeeks, 'activity.txt': ['1|10||2017-10-12T09:00Z'] })
    await newOwner('ann@example.edu', [courseId, other])
    await digest()
    const [mail, ...more] = await world.rows()
    expect(more).toEqual([])
    expect(mail!.subject).toBe('cloop: 2 courses, week from Monday 9 October')
    expect(mail!.body).toMatch(/Algebra \(ALG\), week 1 of 10[^]+Biology \(BIO\), week 2 of 10/)
    // In its first week there is no week before, and the export ends on Thursday.
    expect(mail!.body).toContain('Visits: 1 (content 1, communication 0, assessment 0)\n')
    expect(mail!.body).toContain(
      'newest activity that has arrived is of Thursday 12 October, 09:00 (UTC)',
    )
  })

  test.each([
    ['does not want it', { wants_digest: false }],
    ['is deactivated', { deactivated_at: new Date() }],
  ])('who %s gets none', async (_, changes) => {
    await newOwner('ann@example.edu', [courseId], changes)
    expect(await digest()).toBe('0 written')
    expect(await world.rows()).toEqual([])
  })

  test('sees only the courses that are theirs', async () => {
    const other = await newCourse('Chemistry')
    await runImport(world.pool, other, twoWeeks)
    await newOwner('ann@example.edu', [courseId])
    await newOwner('bob@example.edu', [other])
    await newOwner('eve@example.edu', [])
    expect(await digest()).toBe('2 written')
    const [ann, bob] = await world.rows()
    expect(ann).toMatchObject({ recipient: 'ann@example.edu' })
    expect(ann!.body).not.toContain('Chemistry')
    expect(bob!.body).not.toContain('Biology')
  })
})

describe('a course', () => {
  test.each([
    ['without any data', '2017-10-02', 10, []],
    ['whose newest data is older than the week', '2017-10-02', 10, ['1|10||2017-10-08T23:59Z']],
    ['that has not begun', '2017-10-16', 10, ['1|10||2017-10-16T01:00Z']],
    ['that was over before', '2017-10-02', 1, ['1|10||2017-10-02T01:00Z']],
  ])('%s is not in the mail', async (_, startDate, weeks, activity) => {
    const other = await newCourse('Other', startDate, weeks)
    if (activity.length > 0) {
      await runImport(world.pool, other, { ...twoWeeks, 'activity.txt': activity })
    }
    await newOwner('ann@example.edu', [other])
    expect(await digest()).toBe('0 written')
  })

  test('that nobody visited the week before says so', async () => {
    const other = await newCourse('Other')
    await runImport(world.pool, other, { ...twoWeeks, 'activity.txt': ['1|10||2017-10-15T09:00Z'] })
    await newOwner('ann@example.edu', [other])
    await digest()
    const { body } = (await world.rows())[0]!
    expect(body).toContain('assessment 0); none the week before\n')
    expect(body).toContain('came: 1 of 3; none the week before\n')
  })

  test('in its last week is', async () => {
    const other = await newCourse('Other', '2017-10-02', 2)
    await runImport(world.pool, other, twoWeeks)
    await newOwner('ann@example.edu', [other])
    expect(await digest()).toBe('1 written')
    expect((await world.rows())[0]!.body).toContain('week 2 of 2')
  })

  test('with a hostile title stays in its line', async () => {
    await world.pool.query('UPDATE course_offerings SET title = ? WHERE id = ?', [
      'Bio\r\nBcc: all@example.edu\n\nhttps://evil.example',
      courseId,
    ])
    await newOwner('ann@example.edu', [courseId])
    await digest()
    await world.send((await world.rows())[0]!.id)
    const [mail] = world.sink.received
    expect(mail!.to).toEqual(['ann@example.edu'])
    expect(mail!.header('bcc')).toBeUndefined()
    expect(mail!.body).toContain(
      'Bio Bcc: all@example.edu https://evil.example (BIO), week 2 of 10\n',
    )
  })
})

describe('the digest', () => {
  test('comes once for a week, by however many runs, and again for the next', async () => {
    await newOwner('ann@example.edu', [courseId])
    await Promise.all([digest(), digest()])
    expect(await digest(new Date('2017-10-18T12:00:00Z'))).toBe('0 written')
    expect(await world.rows()).toHaveLength(1)
    expect(await digest(new Date('2017-10-23T07:00:00Z'))).toBe('1 written')
    const rows = await world.rows()
    expect(rows.map(({ subject }) => subject)).toEqual([
      'cloop: Biology, week from Monday 9 October',
      'cloop: Biology, week from Monday 16 October',
    ])
  })

  test('takes the Monday of the site, whatever day it is in UTC', async () => {
    await newOwner('ann@example.edu', [courseId])
    const sundayInUtc = new Date('2017-10-15T22:30:00Z')
    await digest(sundayInUtc, { timeZone: 'Europe/Berlin' })
    expect((await world.rows())[0]!.subject).toContain('9 October')
  })

  test('without a mail server is not written', async () => {
    await newOwner('ann@example.edu', [courseId])
    expect(await digest(now, { isOn: false })).toBe('no mail server is set')
    expect(await world.rows()).toEqual([])
  })
})
