import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { resourcesBeforeAfterSchema, type ResourcesBeforeAfter } from '#shared/before-after.ts'
import { eventListSchema } from '#shared/event.ts'
import {
  dailyVisitsSchema,
  gradesSchema,
  histogramSchema,
  notViewedSchema,
  resourceTableSchema,
} from '#shared/figures.ts'
import type { Category } from '#shared/resource-category.ts'
import { useDemoCourse, visitsOn } from '../support/demo-course.ts'
import { cellsOf, figureOf, leadOf, queryOf, written } from '../support/pages.ts'
import { addCourse } from '../support/site-content.ts'
import { useWholeSite } from '../support/whole-site.ts'

const world = useWholeSite()
const demo = useDemoCourse(world)

const pathOf = (part: string) => `/courses/${demo.course.id}/${part}`
async function open(part: string): Promise<Page> {
  const page = await world.visit(world.owner)
  await page.goto(pathOf(part))
  return page
}

/** A resource of the course by the beginning of its title. */
async function resourceCalled(beginning: string, category: Category) {
  const path = `/api${pathOf(`resources/visits?category=${category}`)}`
  const { rows } = await world.owner.client.get(path, resourceTableSchema)
  return rows.find(({ title }) => title.startsWith(beginning))!
}
const eventCalled = async (title: string) => {
  const { events } = await world.owner.client.get(`/api${pathOf('events')}`, eventListSchema)
  return events.find((event) => event.title === title)!
}

/** E-mail addresses of students without a visit to it before an instant, from the facts. */
async function addressesWithoutVisit(title: string, before: string): Promise<string[]> {
  const [rows] = await world.site.pool.query(
    `SELECT email FROM lms_users AS u WHERE course_id = ? AND is_student AND NOT left_out
       AND NOT EXISTS (SELECT 1 FROM visits AS v JOIN resources AS r USING (course_id, resource_no)
         WHERE v.course_id = u.course_id AND v.user_no = u.user_no AND r.title = ? AND v.at < ?)`,
    [demo.course.id, title, before.replace('T', ' ').replace('Z', '')],
  )
  return (rows as { email: string }[]).map(({ email }) => email).sort()
}

test('an owner finds who has not opened the reading before the lecture, and copies their addresses', async () => {
  const reading = await resourceCalled('Required reading', 'content')
  const { events } = await demo.dailyVisits()
  const lecture = events.filter(({ title }) => title === 'Lecture')[2]!

  const page = await open('content')
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('searchbox', { name: 'Search titles' }).fill(reading.title)
  await page.getByRole('link', { name: reading.title }).click()
  await page.getByRole('heading', { level: 1, name: reading.title }).waitFor()

  const when = page.getByRole('combobox', { name: 'What counts' })
  await when.selectOption(`${lecture.eventId}-${lecture.day}`)
  await page.getByText(/students \([\d.]+\s%\) had not opened it before Lecture, /).waitFor()
  const expected = await addressesWithoutVisit(reading.title, lecture.at!)
  expect(expected.length).toBeGreaterThan(0)
  const table = page.getByRole('grid', { name: 'Students who have not opened it' })
  const shown = (await cellsOf(table)).map(([, email]) => email!)
  expect(shown.sort()).toEqual(expected)

  await page.getByRole('button', { name: `Copy ${expected.length} e-mail addresses` }).click()
  await page.getByText(`${expected.length} e-mail addresses copied.`).waitFor()
  const copied = await page.evaluate<string>('navigator.clipboard.readText()')
  expect(copied.split('; ').sort()).toEqual(expected)

  // The link to it shows the same.
  await page.reload()
  await page.getByRole('button', { name: `Copy ${expected.length} e-mail addresses` }).waitFor()
})

test('an owner sees whether the quiz brought people into the forum', async () => {
  const forum = await resourceCalled('Discussion board', 'communication')
  const path = `/api${pathOf(`visits/daily?resource=${forum.id}`)}`
  const { days, events } = await world.owner.client.get(path, dailyVisitsSchema)
  const quiz = events.find(({ kind, title }) => kind === 'submission' && title.startsWith('Quiz'))!
  const opened = days.findIndex(({ day }) => day === quiz.day)
  const before = visitsOn(days.slice(opened - 7, opened))

  const page = await open('communication')
  await page.getByRole('link', { name: forum.title }).click()
  const picture = page.getByRole('figure', { name: 'Visits per day' })
  await picture.getByRole('button', { name: new RegExp(`^${quiz.title}, `) }).click()
  await picture.getByText(`7 days before: ${written(before)} visits`).waitFor()
})

test('the days shown recalculate everything on the page of a resource', async () => {
  const reading = await resourceCalled('Required reading', 'content')
  const of = (question: string) =>
    `/api${pathOf(question)}${question.includes('?') ? '&' : '?'}from=2026-03-09&to=2026-03-15`
  const { client } = world.owner
  const daily = await client.get(of(`visits/daily?resource=${reading.id}`), dailyVisitsSchema)
  const { students, classSize } = await client.get(
    of(`resources/${reading.id}/not-viewed`),
    notViewedSchema,
  )
  const { bins } = await client.get(of(`visits/histogram?resource=${reading.id}`), histogramSchema)

  const page = await open(`resources/${reading.id}`)
  await page.getByRole('navigation', { name: 'Where it stands' }).waitFor()
  await page.getByRole('combobox', { name: 'Part of the course' }).selectOption('2')
  const notOpened = `${students.length} of ${classSize} students`
  await page.getByText(`${notOpened} (`).first().waitFor()
  await expect.poll(() => figureOf(page, 'Visits').innerText()).toBe(written(visitsOn(daily.days)))
  await expect
    .poll(() => figureOf(page, 'Students who opened it').innerText())
    .toBe(written(classSize - students.length))
  const histogram = page.getByRole('figure', { name: 'Students by number of visits' })
  await histogram.getByText(`${bins[0]!.students} of ${classSize} students`).waitFor()

  // Typing the days leads to the same place.
  await page.goto(pathOf(`resources/${reading.id}`))
  await page.getByRole('textbox', { name: 'From' }).fill('2026-03-09')
  await page.getByRole('textbox', { name: 'to', exact: true }).fill('2026-03-15')
  await expect.poll(() => queryOf(page)).toEqual({ week: '2' })
  await page.getByText('had not opened it from 9 Mar to 15 Mar').waitFor()
})

/** Before and after in all weeks, as the row ends. */
function shareOf({ weeks }: ResourcesBeforeAfter['rows'][number]): string {
  const sum = (half: 'before' | 'after') =>
    weeks.reduce((all, week) => all + (week?.[half] ?? 0), 0)
  const all = sum('before') + sum('after')
  return all === 0 ? '–' : `${((100 * sum('before')) / all).toFixed(1)}\u00A0% before`
}

test('before and after a weekly event: two figures a week, and the share before at the end', async () => {
  const workshop = await eventCalled('Workshop')
  const question = `resources/before-after?category=assessment&event=${workshop.id}`
  const { rows } = await world.owner.client.get(
    `/api${pathOf(question)}`,
    resourcesBeforeAfterSchema,
  )

  const page = await open('assessment')
  await page.getByRole('link', { name: 'Before and after' }).click()
  const choice = page.getByRole('combobox', { name: 'Repeating event' })
  await choice.selectOption(String(workshop.id))
  const table = page.getByRole('grid', { name: 'Assessment: visits before and after Workshop' })
  await table.waitFor()
  expect(queryOf(page)).toEqual({ tab: 'before-after', event: String(workshop.id) })
  const expected = rows.map((row) => [
    row.title,
    // Six weeks are known; outside of the event's weeks stands nothing at all.
    ...row.weeks.map((week, index) => {
      if (week === null) return ''
      return index < 6 ? `${week.before} before, ${week.after} after` : '–'
    }),
    shareOf(row),
  ])
  expect(await cellsOf(table)).toEqual(expected)

  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download CSV' }).click()
  const text = await readFile(await (await downloading).path(), 'utf8')
  const [header, first] = parse(text, { bom: true, columns: false })
  const at = header!.indexOf('W1 (2 Mar) before')
  const { before, after } = rows[0]!.weeks[0]!
  expect(first!.slice(at, at + 2)).toEqual([String(before), String(after)])
})

test('a course without a repeating event offers to make one', async () => {
  const { site, lmsServerId, owner } = world
  const dates = { startDate: '2026-03-02', weeks: 8, timeZone: 'UTC' }
  const names = { code: 'NO_EVENTS', title: 'Without events' }
  const ownerIds = [owner.id]
  const course = await addCourse(site, { ...names, ...dates, lmsServerId, ownerIds })
  await site.pool.query(
    "UPDATE course_offerings SET last_activity_at = '2026-03-20 10:00:00' WHERE id = ?",
    [course.id],
  )
  const page = await world.visit(owner)
  await page.goto(`/courses/${course.id}/communication?tab=before-after`)
  await page.getByText('This course has no repeating event yet.').waitFor()
  await page.getByRole('link', { name: 'New repeating event' }).click()
  const form = page.getByRole('dialog', { name: 'New event' })
  await form.waitFor()
  expect(await form.getByRole('radio', { name: /^Repeating event/ }).isChecked()).toBe(true)
})

test('grades stand by student and assessment, with average and median below, and in the file', async () => {
  const grades = await world.owner.client.get(`/api${pathOf('grades')}`, gradesSchema)
  const page = await open('assessment?tab=grades')
  const table = page.getByRole('grid', { name: 'Newest grades of each student' })
  await table.waitFor()
  const graded = grades.assessments.reduce((sum, one) => sum + one.graded, 0)
  expect(await leadOf(page).innerText()).toContain(`${written(graded)} grades in `)
  const short = (grade: number | null) =>
    grade === null ? '–' : grade.toLocaleString('en-GB', { maximumFractionDigits: 2 })
  expect(await cellsOf(table)).toEqual(
    grades.students.map(({ name, grades: own }) => [
      name,
      ...grades.assessments.map(({ id }) => (own[id] === undefined ? '' : short(own[id]))),
    ]),
  )
  const summary = await table.locator('tfoot tr').allInnerTexts()
  expect(summary.map((line) => line.split('\t').map((cell) => cell.trim()))).toEqual([
    ['Average', ...grades.assessments.map(({ average }) => short(average))],
    ['Median', ...grades.assessments.map(({ median }) => short(median))],
  ])

  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download CSV' }).click()
  const text = await readFile(await (await downloading).path(), 'utf8')
  const lines = parse(text, { bom: true, columns: false })
  expect(lines).toHaveLength(grades.students.length + 3)
  expect(lines.slice(-2).map(([, name]) => name)).toEqual(['Average', 'Median'])
})

test('the tree is walked by keyboard to a resource and back', async () => {
  const page = await open('content')
  await page.getByRole('treegrid').waitFor()
  await page.getByRole('button', { name: 'Collapse all' }).focus()
  for (const key of ['Tab', 'ArrowRight', 'ArrowDown']) await page.keyboard.press(key)
  const title = await page.locator(':focus').innerText()
  await page.keyboard.press('Enter')
  const focused = page.locator('h1:focus')
  await focused.waitFor()
  expect(await focused.innerText()).toBe(title)
  await page.goBack()
  await page.getByRole('row', { name: title }).waitFor()
  expect(await page.getByRole('row', { name: /^Welcome/ }).getAttribute('aria-expanded')).toBe(
    'true',
  )
})

test('a resource that is not there, or not of this course, is not found', async () => {
  const page = await world.visit(world.owner, { refusals: /^404 GET \/api\/courses\// })
  for (const id of [999, 20_000_001]) {
    await page.goto(pathOf(`resources/${id}`))
    await page.getByRole('heading', { name: 'Page not found' }).waitFor()
  }
})
