import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { eventListSchema, type EventInput } from '#shared/event.ts'
import { cellsOf, queryOf } from '../support/pages.ts'
import { addCourse, addEvents } from '../support/site-content.ts'
import { useWholeSite } from '../support/whole-site.ts'

const world = useWholeSite()

const talk: EventInput = { kind: 'single', title: 'Talk', at: '2026-03-09T23:30:00.000Z' }
const lecture: EventInput = {
  kind: 'repeating',
  title: 'Lecture',
  weekday: 3,
  startWeek: 1,
  endWeek: 4,
  time: '10:00',
}

/** Four weeks from Monday 2 March 2026 in Adelaide, where it is ten and a half hours later than in UTC. */
function newCourse(code: string, startDate = '2026-03-02') {
  const ownerIds = [world.owner.id]
  const dates = { startDate, weeks: 4, timeZone: 'Australia/Adelaide' }
  const { site, lmsServerId } = world
  return addCourse(site, { ...dates, code, title: `Course ${code}`, lmsServerId, ownerIds })
}
async function stored(courseId: number): Promise<EventInput[]> {
  const { events } = await world.owner.client.get(
    `/api/courses/${courseId}/events`,
    eventListSchema,
  )
  return events.map(({ id: _, ...event }) => event)
}
async function eventsPage(courseId: number, query = '') {
  const page = await world.visit(world.owner)
  await page.goto(`/courses/${courseId}/events${query}`)
  await page.getByRole('heading', { name: 'Events', exact: true }).waitFor()
  return page
}
const table = (page: Page) => page.getByRole('table', { name: 'Events of the course' })
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
const focused = (page: Page) => page.locator(':focus')

test('an event is made, with words beside the fields as long as something is wrong', async () => {
  const course = await newCourse('MAKE')
  const page = await eventsPage(course.id)
  await page.getByText('This course has no events yet.').waitFor()
  await button(page, 'New event').click()
  await page.getByText('Submission', { exact: true }).click()
  await page.keyboard.press('Enter')
  await page.getByText('Enter a title').waitFor()
  expect(await focused(page).getAttribute('name')).toBe('title')

  await page.keyboard.type('Essay')
  await page.getByLabel('Opens on').fill('2026-03-30')
  await page.getByLabel('Opens at').fill('09:00')
  await page.getByLabel('Closes on').fill('2026-03-13')
  await page.getByLabel('Closes at').fill('23:59')
  await page.keyboard.press('Enter')
  await page.getByText('30 Mar 2026 lies outside the course.').waitFor()
  expect(await page.getByLabel('Closes on').inputValue()).toBe('2026-03-13')

  await focused(page).fill('2026-03-09')
  await page.keyboard.press('Enter')
  await page.getByText('“Essay” is made.').waitFor()
  expect(await stored(course.id)).toEqual([
    {
      kind: 'submission',
      title: 'Essay',
      startAt: '2026-03-08T22:30:00.000Z',
      endAt: '2026-03-13T13:29:00.000Z',
      submissionType: 'assignment',
    },
  ])
  expect(await focused(page).textContent()).toContain('New event')
})

test('an event is changed, copied and deleted, and comes back', async () => {
  const course = await newCourse('CHANGE')
  await addEvents(world.site, course, [talk])
  const page = await eventsPage(course.id)
  const titles = async () => (await cellsOf(table(page))).map(([title]) => title!.split('\n')[0])

  await button(page, 'Change: Talk').click()
  await page.getByLabel('Title').fill('Guest talk')
  await button(page, 'Save the event').click()
  await page.getByText('“Guest talk” is changed.').waitFor()
  expect(await stored(course.id)).toEqual([{ ...talk, title: 'Guest talk' }])

  await button(page, 'Copy: Guest talk').click()
  await page.getByText('Repeating event', { exact: true }).last().click()
  await page.getByLabel('Weekday').selectOption('Friday')
  await page.getByLabel('From week').selectOption('2')
  await button(page, 'Save the event').click()
  const copy = { ...lecture, title: 'Guest talk', weekday: 5, startWeek: 2 }
  await expect.poll(() => stored(course.id)).toContainEqual({ ...copy, time: '10:00' })

  await button(page, 'Delete: Guest talk').first().click()
  await expect.poll(titles).toEqual(['Guest talk'])
  await expect.poll(() => focused(page).textContent()).toContain('Undo')
  await button(page, 'Delete: Guest talk').click()
  await page.getByText('2 events deleted.').waitFor()
  expect(await stored(course.id)).toEqual([])
  await expect.poll(() => focused(page).textContent()).toContain('Undo')
  await page.keyboard.press('Enter')
  await expect.poll(titles).toEqual(['Guest talk', 'Guest talk'])
  await page.keyboard.press('Escape')
  expect(await focused(page).getAttribute('aria-label')).toBe('Change: Guest talk')
})

test('what was typed waits wherever one goes, until it is saved or discarded', async () => {
  const course = await newCourse('DRAFT')
  await addEvents(world.site, course, [lecture])
  const page = await eventsPage(course.id)
  await button(page, 'Change: Lecture').click()
  await page.getByLabel('Title').fill('Half made')
  await page.keyboard.press('Escape')
  expect(await focused(page).getAttribute('aria-label')).toBe('Change: Lecture')
  await page.getByRole('link', { name: 'Content', exact: true }).click()
  await page.getByRole('link', { name: 'Events' }).click()
  await page.getByText('Not saved yet: “Half made”.').waitFor()

  await button(page, 'Go on').click()
  expect(await page.getByLabel('Title').inputValue()).toBe('Half made')
  await page.goBack()
  await button(page, 'Discard').click()
  await button(page, 'Undo').click()
  await page.getByText('Not saved yet: “Half made”.').waitFor()
  await button(page, 'Discard').click()
  await page.getByText('Discarded.').waitFor()
  await button(page, 'Change: Lecture').click()
  expect(await page.getByLabel('Title').inputValue()).toBe('Lecture')
})

const calendar = [
  'BEGIN:VCALENDAR',
  'BEGIN:VEVENT',
  'UID:weekly',
  'SUMMARY:Lecture',
  'DTSTART;TZID=Australia/Adelaide:20260304T100000',
  'RRULE:FREQ=WEEKLY;COUNT=4',
  'END:VEVENT',
  'BEGIN:VEVENT',
  'UID:once',
  'SUMMARY:Last year',
  'DTSTART:20250304T100000Z',
  'END:VEVENT',
  'END:VCALENDAR',
].join('\r\n')
const file = (name: string, text: string) => ({
  name,
  mimeType: 'text/calendar',
  buffer: Buffer.from(text),
})

test('the lectures of a term come from a calendar file, shown first', async () => {
  const course = await newCourse('IMPORT')
  const page = await eventsPage(course.id)
  await button(page, 'Import a calendar').click()
  const chooser = page.locator('input[type=file]')
  await chooser.setInputFiles(file('term.ics', calendar))
  await page.getByText('term.ics: 1 new, 1 left out').waitFor()
  const dialog = page.getByRole('dialog', { name: 'Import a calendar' })
  expect(await dialog.textContent()).toContain('Wednesdays, 10:00, 4 Mar – 25 Mar · W1 – W4')
  expect(await dialog.textContent()).toContain('2026-03-02 to 2026-03-29')
  expect(await stored(course.id)).toEqual([])

  await button(page, 'Import 1 event').click()
  await page.getByText('Done: 1 new, 1 left out.').waitFor()
  expect(await stored(course.id)).toEqual([lecture])
  await table(page).waitFor()

  await button(page, 'Import a calendar').click()
  await chooser.setInputFiles(file('again.ics', calendar))
  await page.getByText('Nothing to do: everything is here already.').waitFor()
  const downloading = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await page.getByRole('link', { name: 'Download as .ics' }).click()
  const download = await downloading
  expect(download.suggestedFilename()).toBe('IMPORT events.ics')
  expect(await readFile(await download.path(), 'utf8')).toContain('UID:weekly\r\n')
})

test('what is no calendar is refused in words, and another file can be chosen', async () => {
  const course = await newCourse('REFUSE')
  const refusals = /^422 POST .*\/events\/import$/
  const page = await world.visit(world.owner, { refusals })
  await page.goto(`/courses/${course.id}/events?do=import`)
  const chooser = page.locator('input[type=file]')
  await chooser.setInputFiles(file('notes.ics', 'Monday: nothing'))
  await page.getByText('The file is not a calendar, or is damaged.').waitFor()
  await chooser.setInputFiles(file('huge.ics', 'x'.repeat(1024 * 1024 + 1)))
  await page.getByText('The file is larger than 1 MB.').waitFor()
  await chooser.setInputFiles(file('term.ics', calendar))
  await button(page, 'Import 1 event').waitFor()
})

test('the events of another course come week for week', async () => {
  const course = await newCourse('COPY', '2027-03-01')
  const other = await newCourse('OTHER')
  await addEvents(world.site, other, [talk, lecture])
  const page = await eventsPage(course.id)
  await button(page, 'Copy from a course').click()
  const dialog = page.getByRole('dialog', { name: 'Copy from another course' })
  await dialog.getByLabel('Course').selectOption(String(other.id))
  await page.getByText('Tue 9 Mar, 10:00').waitFor()
  await button(page, 'Copy 2 events').click()
  await page.getByText('Done: 2 new.').waitFor()
  expect(await stored(course.id)).toEqual([{ ...talk, at: '2027-03-08T23:30:00.000Z' }, lecture])
})

test('an event on the time line is walked to by keys, and shown in the table', async () => {
  const course = await newCourse('LINE')
  await addEvents(world.site, course, [talk, lecture])
  const page = await eventsPage(course.id)
  await button(page, /^Lecture, repeating event, Wed 4 Mar/).focus()
  await page.keyboard.press('ArrowRight')
  expect(await focused(page).getAttribute('aria-label')).toMatch(/^Talk, single event, Tue 10 Mar/)
  await page.keyboard.press('Enter')
  const timeline = page.getByRole('region', { name: 'Events on a time line' })
  await timeline.getByText('Tue 10 Mar, 10:00').waitFor()
  await expect.poll(() => Object.keys(queryOf(page))).toEqual(['event'])
  const row = table(page).locator('tr', { has: page.locator('[data-selected]') })
  expect(await row.innerText()).toContain('Talk')

  await button(page, 'Single events').click()
  await expect.poll(() => table(page).getByRole('row').count()).toBe(2)
  expect(await page.getByText('1 of 2 events').count()).toBe(1)
})
