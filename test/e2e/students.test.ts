import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { classMediansSchema } from '#shared/class-medians.ts'
import {
  dailyVisitsSchema,
  studentsSchema,
  studentVisitsSchema,
  type Students,
} from '#shared/figures.ts'
import { studentPageSchema } from '#shared/student-page.ts'
import { useDemoCourse, visitsOn } from '../support/demo-course.ts'
import { cellsOf, figureOf, leadOf, openDashboard, queryOf, written } from '../support/pages.ts'
import { useWholeSite } from '../support/whole-site.ts'

const world = useWholeSite()
const demo = useDemoCourse(world)

const api = (path: string) => `/api/courses/${demo.course.id}/${path}`
const students = async (): Promise<Students['students']> =>
  (await world.owner.client.get(api('students'), studentsSchema)).students
const visitsOfAll = () => world.owner.client.get(api('students/visits'), studentVisitsSchema)

async function studentsPage(query = '') {
  const page = await world.visit(world.owner)
  await page.goto(`/courses/${demo.course.id}/students${query}`)
  await page.getByRole('heading', { name: 'Students', exact: true }).waitFor()
  return page
}
const overview = (page: Page) => page.getByRole('table', { name: 'Students of the course' })
const rowOf = (page: Page, key: string) => overview(page).getByRole('row', { name: key })
const focused = (page: Page) => page.locator(':focus')

test('one student stands below the students in the navigation, which shows it on a phone', async () => {
  const [student] = await students()
  const page = await world.visit(world.owner, { isPhone: true })
  await page.goto(`/courses/${demo.course.id}/students/${student!.id}`)
  const tab = page
    .getByRole('navigation', { name: 'Course' })
    .getByRole('link', { name: 'Students' })
  await expect.poll(() => tab.getAttribute('aria-current')).toBe('true')
  const place = async () => {
    const { x = -1, width = 0 } = (await tab.boundingBox()) ?? {}
    return { isCutLeft: x < 0, isCutRight: x + width > 390 }
  }
  await expect.poll(place).toEqual({ isCutLeft: false, isCutRight: false })
})

test('a teaching assistant is left out of the figures, comes back, and goes and comes by undo', async () => {
  const all = await students()
  const assistant = all.toSorted((a, b) => b.visits - a.visits)[0]!
  const total = async () => (await visitsOfAll()).totals.total
  const before = await total()
  const page = await studentsPage(`?q=${assistant.key}`)
  const row = rowOf(page, assistant.name)
  await row.getByRole('button', { name: `Leave out: ${assistant.name}` }).click()
  await page.getByText(`${assistant.name} is left out`).waitFor()
  expect(await focused(page).textContent()).toContain('Undo')
  await row.getByText('Left out', { exact: true }).last().waitFor()
  await page.getByText('29 students', { exact: true }).waitFor()
  await expect.poll(total).toBe(before - assistant.visits)
  await openDashboard(page, demo.course.id)
  await expect
    .poll(() => figureOf(page, 'Visits').innerText())
    .toBe(written(before - assistant.visits))

  await page.goto(`/courses/${demo.course.id}/students?state=leftOut`)
  await overview(page).waitFor()
  expect(await cellsOf(overview(page))).toHaveLength(1)
  await page.getByRole('button', { name: `Take in: ${assistant.name}` }).click()
  await expect.poll(total).toBe(before)
  await page.getByText('No student fits the search and the state.').waitFor()
  await expect.poll(() => focused(page).textContent()).toContain('Undo')
  await page.keyboard.press('Enter')
  await page.getByText(`${assistant.name} is left out`).waitFor()
  await expect.poll(total).toBe(before - assistant.visits)
  await page.keyboard.press('Enter')
  await expect.poll(total).toBe(before)
  expect(await students()).toEqual(all)
  await page.keyboard.press('Escape')
  await expect.poll(() => focused(page).textContent()).toBe('Students')

  await page.goto(`/courses/${demo.course.id}/students/${assistant.id}`)
  const leaveOut = page.getByRole('button', { name: `Leave out: ${assistant.name}` })
  await leaveOut.press('Enter')
  await page.getByText('Left out of the figures of the course').waitFor()
  await expect.poll(() => focused(page).textContent()).toContain('Undo')
  await page.keyboard.press('Enter')
  await page.getByText(`${assistant.name} counts again`).waitFor()
  await page.keyboard.press('Escape')
  await expect.poll(() => focused(page).textContent()).toBe('Leave out')
  await expect.poll(() => figureOf(page, 'Visits').innerText()).toBe(written(assistant.visits))
})

test('the overview tells who never came and who fell silent, sorted by any column', async () => {
  const all = await students()
  const never = all.filter(({ lastSeenAt }) => lastSeenAt === null)
  const silent = all.map(({ daysSilent }) => daysSilent).filter((days) => days !== null)
  const page = await studentsPage()
  await overview(page).waitFor()
  expect(await leadOf(page).innerText()).toContain(
    `${all.length - never.length} of 30 students came, ${never.length} never did.`,
  )
  await page.getByText(/^Days silent are whole days .*\(Adelaide time\): not to today\./).waitFor()

  const column = async (index: number) => (await cellsOf(overview(page))).map((row) => row[index]!)
  await overview(page).getByRole('button', { name: 'Days silent' }).click()
  const largestFirst = silent.toSorted((a, b) => b - a).map(String)
  const nobody = never.map(() => '–')
  await expect.poll(async () => (await column(6)).join()).toBe([...largestFirst, ...nobody].join())
  expect(queryOf(page)).toEqual({ sort: '-daysSilent' })

  await page.getByLabel('State').selectOption('Never came')
  await expect.poll(() => column(0)).toHaveLength(never.length)
  expect(await column(7)).toEqual(never.map(() => 'Never came'))
})

test('visits by week are those of the interface, and two weeks are compared', async () => {
  const { rows, totals } = await visitsOfAll()
  const page = await studentsPage('?tab=visits&sort=-w3')
  const grid = page.getByRole('grid', { name: 'Students: visits by week' })
  await grid.waitFor()
  const shown = await cellsOf(grid)
  const weeks = rows.map(({ weeks: [, second = 0, third = 0] }) => [second, third])
  const byThird = (a: number[], b: number[]) => b[1]! - a[1]!
  expect(shown.map((row) => Number(row[5]))).toEqual(weeks.toSorted(byThird).map(([, w3]) => w3))
  expect(shown.map((row) => [row[4], row[5]].join()).sort()).toEqual(
    weeks.map((pair) => pair.join()).sort(),
  )
  const [, second = 0, third = 0] = totals.weeks
  expect(await grid.locator('tfoot td').allInnerTexts()).toEqual(
    expect.arrayContaining([written(second), written(third)]),
  )

  await openDashboard(page, demo.course.id, '?week=3')
  const change = Math.abs((100 * (third - second)) / second).toFixed(1)
  const more = third > second ? 'more' : 'fewer'
  await expect
    .poll(() => leadOf(page).innerText())
    .toContain(`${written(third)} visits, ${change}\u00A0% ${more} than in week 2.`)
  await page.getByRole('button', { name: 'Week before' }).press('Enter')
  await expect.poll(() => figureOf(page, 'Visits').innerText()).toBe(written(second))
})

async function savedDrawing(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Save: Visits per day' }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'As an SVG drawing' }).click(),
  ])
  const drawing = await readFile(await download.path(), 'utf8')
  // Names that parts of a drawing bear for each other; each page counts its own.
  return drawing.replaceAll(/\b(v-[\d-]+|zr\d+-c\d+)/g, 'part')
}

test('the page of a student sets their figures beside the class median, in any days, and can be sent', async () => {
  const [{ id, name, key, email }] = (await students()).toSorted((a, b) => b.visits - a.visits) as [
    Students['students'][number],
  ]
  const page = await studentsPage()
  const answered = page.waitForResponse(new RegExp(`/students/${id}$`))
  await overview(page).getByRole('link', { name, exact: true }).first().click()
  expect((await answered).headers()['cache-control']).toBe('no-store')
  await page.getByRole('heading', { name }).waitFor()
  const header = page.locator('header:has(h1)')
  expect(await header.innerText()).toContain(`Key ${key}`)
  expect(await header.getByRole('link').getAttribute('href')).toBe(`mailto:${email}`)

  await page.getByLabel('Part of the course').selectOption({ label: 'Week 2: 9 – 15 Mar' })
  const span = 'from=2026-03-09&to=2026-03-15'
  const { client } = world.owner
  const { days } = await client.get(api(`visits/daily?student=${id}&${span}`), dailyVisitsSchema)
  const medians = await client.get(api(`students/medians?${span}`), classMediansSchema)
  const { assessment } = await client.get(api(`students/${id}?${span}`), studentPageSchema)
  const visits = figureOf(page, 'Visits')
  await expect.poll(() => visits.innerText()).toBe(written(visitsOn(days)))
  await page.getByText(`class median ${medians.visits}`, { exact: true }).first().waitFor()
  const table = page.getByRole('table', { name: 'Assessments' })
  const shown = (await cellsOf(table)).map((row) => row.slice(0, 5).join())
  expect(shown).toEqual(
    assessment.map((row, index) => {
      const median = medians.assessment[index]!
      return [row.title, row.visits, median.visits, row.attempts, median.attempts].join()
    }),
  )

  await page.getByRole('button', { name: 'Communication', pressed: true }).click()
  await expect.poll(() => queryOf(page)).toEqual({ week: '2', without: 'communication' })
  const colleague = await world.visit(world.owner)
  await colleague.goto(page.url())
  await colleague.getByRole('application', { name: /^Visits per day/ }).waitFor()
  const drawing = await savedDrawing(page)
  expect(drawing).toContain(name)
  expect(await savedDrawing(colleague)).toBe(drawing)

  const kept = await page.evaluate('JSON.stringify([localStorage, sessionStorage])')
  for (const secret of [name, email, key]) expect(kept).not.toContain(secret)
})

test('a student of another course is nowhere', async () => {
  const page = await world.visit(world.owner, { refusals: /^404 GET / })
  await page.goto(`/courses/${demo.course.id}/students/${demo.course.id + 1}0000001`)
  await page.getByRole('heading', { name: 'Page not found' }).waitFor()
})
