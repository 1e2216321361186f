import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { studentsSchema } from '#shared/figures.ts'
import { demoExport, useDemoCourse } from '../support/demo-course.ts'
import { importExport } from '../support/site-content.ts'
import { useWholeSite } from '../support/whole-site.ts'

const world = useWholeSite()
const demo = useDemoCourse(world)

async function opened(path: string) {
  const page = await world.visit(world.owner)
  await page.goto(path)
  await page.getByRole('button', { name: 'Go to' }).waitFor()
  await open(page)
  return page
}
const palette = (page: Page) => page.getByRole('dialog', { name: 'Go to' })
const options = (page: Page) => palette(page).getByRole('option')
/** The option that the screen reader is told of. */
const chosen = (page: Page) => palette(page).getByRole('option', { selected: true })
async function open(page: Page) {
  await page.keyboard.press('Control+k')
  await palette(page).waitFor()
}

test('a few letters and keys lead to any course, student, resource and page', async () => {
  const { course } = demo
  const { students } = await world.owner.client.get(
    `/api/courses/${course.id}/students`,
    studentsSchema,
  )
  const student = students.at(-1)!
  const page = await opened('/courses')
  await page.keyboard.type(course.code)
  await expect.poll(() => chosen(page).innerText()).toContain(course.title)
  const active = await palette(page).getByRole('combobox').getAttribute('aria-activedescendant')
  expect(active).toBe(await chosen(page).getAttribute('id'))
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Whole course, 8 weeks' }).waitFor()

  await open(page)
  await page.keyboard.type(student.key)
  await expect.poll(() => chosen(page).innerText()).toContain(student.name)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: student.name }).waitFor()
  expect(new URL(page.url()).pathname).toBe(`/courses/${course.id}/students/${student.id}`)
  expect(await page.locator(':focus').innerText()).toBe(student.name)

  await open(page)
  await page.keyboard.type('quiz')
  await expect.poll(() => options(page).count()).toBeGreaterThan(1)
  const [, second] = await options(page).locator('bdi').allInnerTexts()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: second!, exact: true }).waitFor()

  await open(page)
  await page.keyboard.type('ev')
  await expect.poll(() => chosen(page).innerText()).toContain('Events')
  await chosen(page).click()
  await page.getByRole('heading', { name: 'Events', exact: true }).waitFor()
})

test('what is typed before its code has come is not lost', async () => {
  const page = await world.visit(world.owner)
  const { promise: delay, resolve: end } = Promise.withResolvers<void>()
  await page.route(/CommandPalette-[^/]*\.js$/, (route) => delay.then(() => route.continue()))
  await page.goto('/courses')
  const search = page.getByRole('searchbox', { name: 'Search courses' })
  await search.focus()
  const asked = page.waitForRequest(/CommandPalette-[^/]*\.js$/)
  await page.keyboard.press('Control+k')
  await asked
  await page.keyboard.type('accx')
  await page.keyboard.press('Backspace')
  end()
  await page.keyboard.type('ou')
  await palette(page).waitFor()
  await page.keyboard.type('nt')
  expect(await palette(page).getByRole('combobox').inputValue()).toBe('account')
  await expect.poll(() => chosen(page).innerText()).toContain('Account')
  expect(await search.inputValue()).toBe('')
})

test('where its code does not come, that is said, and typing goes on', async () => {
  const page = await world.visit(world.owner)
  await page.route(/CommandPalette-[^/]*\.js$/, (route) => route.abort())
  await page.goto('/courses')
  const search = page.getByRole('searchbox', { name: 'Search courses' })
  await search.focus()
  await page.keyboard.press('Control+k')
  await page.getByText('cloop cannot be reached.').waitFor()
  await page.keyboard.type('bio')
  expect(await search.inputValue()).toBe('bio')
})

test('Escape leads back to where one was, and what is not there is said', async () => {
  const page = await opened(`/courses/${demo.course.id}/students`)
  await page.keyboard.type('xyzzy')
  await page.getByText('Nothing begins like this.').waitFor()
  await page.keyboard.press('Escape')
  await palette(page).waitFor({ state: 'detached' })
  const link = page.getByRole('link', { name: 'Visits by week' })
  await link.focus()
  await open(page)
  await page.keyboard.press('Escape')
  await expect.poll(() => page.locator(':focus').innerText()).toBe('Visits by week')
})

test('receipts tell what came, what was left out and why', async () => {
  const { course } = demo
  const { receipt } = await importExport(world.site, course, await demoExport({ mess: true }), 2)
  const { skipped = {}, alreadyKnown = 0 } = receipt?.files['activity.txt'] ?? {}
  const page = await world.visit(world.owner)
  await page.goto(`/courses/${course.id}`)
  await page.getByRole('link', { name: 'Imports' }).click()
  const imports = page.getByRole('article')
  await expect.poll(() => imports.count()).toBe(2)
  const newest = await imports.first().innerText()
  expect(newest).toContain(`${alreadyKnown.toLocaleString('en-GB')} known already`)
  expect(skipped.outside_course).toBeGreaterThan(0)
  expect(newest).toContain(`${skipped.outside_course} visits: at a time outside the course`)
  expect(await imports.last().innerText()).toContain('Nothing was left out.')
  const download = page.waitForEvent('download')
  await imports.first().getByRole('button', { name: 'Download CSV' }).click()
  expect((await download).suggestedFilename()).toMatch(/_2-receipt\.csv$/)
  await imports.last().getByText('What came, file by file').press('Enter')
  await imports.last().getByRole('table').waitFor()
})
