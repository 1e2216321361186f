import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { categories } from '#shared/resource-category.ts'
import { knownDays, useDemoCourse, visitsOn } from '../support/demo-course.ts'
import {
  cellsOf,
  figureOf,
  leadOf,
  lineOf,
  openDashboard,
  queryOf,
  written,
} from '../support/pages.ts'
import { useWholeSite } from '../support/whole-site.ts'

const world = useWholeSite()
const demo = useDemoCourse(world)

async function dashboard(query = '') {
  const page = await world.visit(world.owner)
  await openDashboard(page, demo.course.id, query)
  return page
}
type Page = Awaited<ReturnType<typeof dashboard>>
const eventsOf = (page: Page) => page.getByRole('group', { name: /^Events\./ }).getByRole('button')

test('the lines of the three categories follow the visits of each known day', async () => {
  const page = await dashboard()
  const { days } = await demo.dailyVisits()
  for (const category of categories) {
    const values = days.slice(0, knownDays).map((day) => day[category])
    const drawn = await lineOf(page, category).getAttribute('d')
    const heights = [...drawn!.matchAll(/[ML]\S+ (\S+?)(?=[ML]|$)/g)].map(([, y]) => Number(y))
    const [highest, lowest] = [Math.max(...values), Math.min(...values)]
    const [top, bottom] = [Math.min(...heights), Math.max(...heights)]
    const share = (value: number) => (value - lowest) / (highest - lowest)
    const expected = values.map((value) => bottom - share(value) * (bottom - top))
    expect(heights.map(Math.round)).toEqual(expected.map(Math.round))
  }
})

test('every event of the course stands over the chart under its name', async () => {
  const page = await dashboard()
  const { events } = await demo.dailyVisits()
  const names = await eventsOf(page).evaluateAll((all) => all.map(({ ariaLabel }) => ariaLabel!))
  const titles = names.map((name) => name.split(', ')[0])
  expect(titles.sort()).toEqual(events.map(({ title }) => title).sort())
  expect(names).toContain('Exam, single event, Thu 23 Apr, 09:00')
})

test('an event under the keyboard’s focus tells its visits before and after, and can be selected', async () => {
  const page = await dashboard()
  const { days, events } = await demo.dailyVisits()
  const { day } = events.find(({ title }) => title.startsWith('Guest lecture'))!
  const at = days.findIndex((one) => one.day === day)
  const sums = [days.slice(at - 7, at), [days[at]!], days.slice(at + 1, at + 8)].map(
    (some) => `${written(visitsOn(some))} visits`,
  )

  await page.getByRole('button', { name: 'Submissions' }).focus()
  await page.keyboard.press('Tab')
  const guest = page.getByRole('button', { name: /^Guest lecture/ })
  for (let steps = await eventsOf(page).count(); steps > 0; steps -= 1) {
    const name = await page.locator(':focus').getAttribute('aria-label')
    if (name!.startsWith('Guest lecture')) break
    await page.keyboard.press('ArrowRight')
  }
  const card = page.locator('div:has(> dl)')
  expect(await card.innerText()).toMatch(
    /^Guest lecture: medicine at sea\n+single event · Wed 25 Mar, 16:00/i,
  )
  expect(await card.locator('dd').allInnerTexts()).toEqual(sums)
  expect(await page.locator('[aria-live=polite]', { hasText: 'before' }).textContent()).toBe(
    `7 days before: ${sums[0]}, That day: ${sums[1]}, 7 days after: ${sums[2]}`,
  )

  await page.keyboard.press('Enter')
  await expect.poll(() => queryOf(page)).toEqual({ event: expect.stringMatching(`-${day}$`) })
  await page.reload()
  await card.waitFor()
  expect(await card.locator('dd').allInnerTexts()).toEqual(sums)
  await guest.focus()
  await page.keyboard.press('Escape')
  await expect.poll(() => queryOf(page)).toEqual({})
})

test('a week is chosen by name, by the next one, by the address and by the way back', async () => {
  const page = await dashboard()
  const { days } = await demo.dailyVisits()
  const picker = page.getByLabel('Part of the course')
  const heading = page.getByRole('heading', { level: 1 })
  const shows = async (week: number | null, name: string) => {
    const shown = week === null ? days : days.slice(7 * week - 7, 7 * week)
    const count = written(visitsOn(shown))
    await expect.poll(() => figureOf(page, 'Visits').innerText()).toBe(count)
    expect(await leadOf(page).innerText()).toContain(`${count} visits`)
    expect(await heading.innerText()).toBe(name)
    expect(await picker.inputValue()).toBe(String(week ?? 0))
    expect(queryOf(page)).toEqual(week === null ? {} : { week: String(week) })
  }
  await shows(null, 'Whole course, 8 weeks')
  await picker.selectOption({ label: 'Week 3: 16 – 22 Mar' })
  await shows(3, 'Week 3, 16 – 22 Mar')
  await page.getByRole('button', { name: 'Week after' }).click()
  await shows(4, 'Week 4, 23 – 29 Mar')
  await page.goBack()
  await shows(3, 'Week 3, 16 – 22 Mar')
  await page.goBack()
  await shows(null, 'Whole course, 8 weeks')
  await openDashboard(page, demo.course.id, '?week=2')
  await shows(2, 'Week 2, 9 – 15 Mar')
})

test('days are chosen by the keyboard', async () => {
  const page = await dashboard()
  const { days } = await demo.dailyVisits()
  await page.getByRole('slider', { name: 'First day shown' }).focus()
  for (const key of ['PageUp', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key)
  await page.getByRole('slider', { name: 'Last day shown' }).focus()
  for (const key of ['PageDown', 'PageDown', 'ArrowLeft']) await page.keyboard.press(key)
  await expect.poll(() => queryOf(page)).toEqual({ days: '2026-03-11..2026-04-11' })
  const count = written(visitsOn(days.slice(9, 41)))
  await expect.poll(() => figureOf(page, 'Visits').innerText()).toBe(count)
  await page.getByText('Showing 11 Mar – 11 Apr (32 days)').waitFor()

  await page.getByRole('button', { name: 'Whole course' }).click()
  await expect.poll(() => queryOf(page)).toEqual({})
})

test('what is switched off in the legend stays off in the address', async () => {
  const page = await dashboard()
  const legend = page.getByRole('group', { name: 'Shown in the chart' })
  await legend.getByRole('button', { name: 'Communication' }).click()
  await legend.getByRole('button', { name: 'Repeating events' }).click()
  await expect.poll(() => queryOf(page)).toEqual({ without: 'communication,repeating' })

  await page.reload()
  await lineOf(page, 'content').waitFor({ state: 'attached' })
  expect(await lineOf(page, 'communication').count()).toBe(0)
  expect(await page.getByRole('button', { name: /repeating event,/ }).count()).toBe(0)
  expect(await page.getByRole('button', { name: /single event,/ }).count()).toBe(3)
  await legend.getByRole('button', { name: 'Communication', pressed: false }).click()
  await lineOf(page, 'communication').waitFor({ state: 'attached' })
})

test('the numbers of the chart are those of the interface', async () => {
  const page = await dashboard()
  const { days } = await demo.dailyVisits()
  await page.getByRole('button', { name: 'Numbers: Visits per day' }).click()
  const table = page.getByRole('table', { name: 'Visits per day' })
  await table.waitFor()
  const rows = await cellsOf(table)
  expect(rows.map(([, ...cells]) => cells.slice(0, 6))).toEqual(
    days.map(({ content, communication, assessment, uniquePages, students }, index) => {
      const figures = [content, communication, assessment, uniquePages, students]
      const week = String(Math.floor(index / 7) + 1)
      return [week, ...figures.map((figure) => (index < knownDays ? String(figure) : '–'))]
    }),
  )
  expect(rows[8]).toMatchObject(['Tue 10 Mar', ...rows[8]!.slice(1, 7), 'Lecture'])

  await table.getByRole('button', { name: 'Content' }).click()
  const highest = Math.max(...days.map(({ content }) => content))
  await expect.poll(async () => (await cellsOf(table))[0]![2]).toBe(String(highest))
})

test.each([
  ['As a PNG picture', 'png', '\x89PNG'],
  ['As an SVG drawing', 'svg', '<svg '],
])('the chart is saved %s', async (label, ending, beginning) => {
  const page = await dashboard('?week=2')
  await page.getByRole('button', { name: 'Save: Visits per day' }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: label }).click(),
  ])
  expect(download.suggestedFilename()).toBe(
    `${demo.course.code}-visits-2026-03-09-2026-03-15.${ending}`,
  )
  const bytes = await readFile(await download.path())
  expect(bytes.subarray(0, beginning.length).toString('latin1')).toBe(beginning)
  if (ending === 'svg') expect(bytes.toString()).toContain(demo.course.title)
})
