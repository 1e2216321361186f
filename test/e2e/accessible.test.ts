import { expect, test } from 'vitest'
import { faultsOf } from '../support/axe-faults.ts'
import { useDemoCourse } from '../support/demo-course.ts'
import { openDashboard, cellsOf } from '../support/pages.ts'
import { useWholeSite } from '../support/whole-site.ts'

const world = useWholeSite()
const demo = useDemoCourse(world)

const screens = { 'a wide screen': {}, 'a phone': { isPhone: true } }

test.each(Object.entries(screens))('axe finds nothing on %s', async (_, screen) => {
  const page = await world.stay(world.owner, screen)
  await page.goto('/courses')
  await page.getByRole('table').waitFor()
  expect(await faultsOf(page)).toEqual([])

  await openDashboard(page, demo.course.id)
  await page.getByRole('table', { name: 'Most active students' }).waitFor()
  expect(await faultsOf(page)).toEqual([])
  await page.getByRole('button', { name: /^Exam, / }).click()
  await page.getByRole('button', { name: 'Numbers: When they come' }).click()
  await page.getByRole('table', { name: 'When they come' }).waitFor()
  expect(await faultsOf(page)).toEqual([])

  await page.goto(`/courses/${demo.course.id}/content?open=all`)
  await page.getByRole('treegrid').waitFor()
  expect(await faultsOf(page)).toEqual([])

  for (const part of [
    'content?tab=before-after',
    'communication?tab=posts',
    'assessment?tab=grades',
  ]) {
    await page.goto(`/courses/${demo.course.id}/${part}`)
    await page.getByRole(part.startsWith('content') ? 'treegrid' : 'grid').waitFor()
    expect(await faultsOf(page)).toEqual([])
  }
  await page.getByRole('link', { name: 'Attempts' }).click()
  await page.getByRole('link', { name: /^Quiz 1/ }).click()
  await page.getByRole('application', { name: /^Groups of students/ }).waitFor()
  await page.getByRole('grid', { name: 'Students who have not opened it' }).waitFor()
  expect(await faultsOf(page)).toEqual([])
})

test.each(Object.entries(screens))('axe finds nothing in forms on %s', async (_, screen) => {
  const page = await world.stay(world.owner, screen)
  await page.goto(`/courses/${demo.course.id}/events`)
  await page.getByRole('table', { name: 'Events of the course' }).waitFor()
  await page.getByRole('button', { name: /^Exam, / }).click()
  expect(await faultsOf(page)).toEqual([])
  await page.getByRole('button', { name: 'New event' }).click()
  await page.getByRole('button', { name: 'Save the event' }).click()
  await page.getByText('Enter a title').waitFor()
  expect(await faultsOf(page)).toEqual([])

  await page.goto('/account')
  await page.getByRole('button', { name: 'Change the password' }).click()
  await page.getByText('Enter your current password.').waitFor()
  expect(await faultsOf(page)).toEqual([])
  await page.getByRole('button', { name: 'Account and appearance' }).click()
  await page.getByRole('menu').waitFor()
  // An open menu lies over the page, outside of its landmarks.
  expect(await faultsOf(page, { region: { enabled: false } })).toEqual([])
})

test.each(Object.entries(screens))('axe finds nothing about students on %s', async (_, screen) => {
  const page = await world.stay(world.owner, screen)
  await page.goto(`/courses/${demo.course.id}/students`)
  await page.getByRole('link', { name: 'Visits by week' }).waitFor()
  const firstStudent = page.getByRole('table').getByRole('link').first()
  await firstStudent.waitFor()
  expect(await faultsOf(page)).toEqual([])
  await page.keyboard.press('Control+k')
  await page.keyboard.type('a')
  await page.getByRole('option').nth(5).waitFor()
  expect(await faultsOf(page)).toEqual([])
  await page.keyboard.press('Escape')
  await firstStudent.click()
  await page.getByRole('table', { name: 'Assessments' }).waitFor()
  await page.getByRole('application', { name: /^Visits per day/ }).waitFor()
  expect(await faultsOf(page)).toEqual([])
  for (const part of ['students?tab=visits', 'students?tab=before-after']) {
    await page.goto(`/courses/${demo.course.id}/${part}`)
    await page.getByRole('grid').waitFor()
    expect(await faultsOf(page)).toEqual([])
  }
  await page.goto(`/courses/${demo.course.id}/imports`)
  await page.getByRole('table').waitFor()
  expect(await faultsOf(page)).toEqual([])
})

test.each(Object.entries(screens))(
  'axe finds nothing on the sign-in page of %s',
  async (_, screen) => {
    const page = await world.visit(undefined, { ...screen, refusals: /^401 GET \/api\/me$/ })
    await page.goto('/login')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('Enter your e-mail address.').waitFor()
    expect(await faultsOf(page)).toEqual([])
    for (const part of ['forgotten', 'new-password#link', 'welcome']) {
      await page.goto(`/login/${part}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
      expect(await faultsOf(page)).toEqual([])
    }
  },
)

test('paper is light, also where the screen is dark', async () => {
  const page = await world.visit(world.owner, { isDark: true })
  await page.goto('/courses')
  await page.getByRole('table').waitFor()
  const ground = () => page.evaluate('getComputedStyle(document.body).backgroundColor')
  const onScreen = await ground()
  await page.emulateMedia({ media: 'print' })
  expect(await ground()).toBe('rgb(255, 255, 255)')
  expect(onScreen).not.toBe('rgb(255, 255, 255)')
})

test('a table is one stop of the tab key, its cells say what they mean, its header sorts', async () => {
  const page = await world.visit(world.owner)
  await page.goto(`/courses/${demo.course.id}/content`)
  const grid = page.getByRole('treegrid')
  await grid.waitFor()
  const focus = page.locator(':focus')
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }
  await page.getByRole('button', { name: 'Collapse all' }).focus()
  await press('Tab')
  expect(await focus.innerText()).toBe('Welcome')
  await press('Tab')
  expect(await grid.locator(':focus').count()).toBe(0)

  // The first arrow opens the folder, the others walk to the cell of its first week.
  await press('Shift+Tab', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight')
  const figure = (await cellsOf(grid))[0]![3]!
  const all = await grid.locator('tfoot td').nth(2).innerText()
  expect(await focus.innerText()).toBe(figure)
  await page
    .getByRole('tooltip', { name: `Week 1, 2 – 8 Mar: ${figure} of ${all} visits to content` })
    .waitFor()

  await press('ArrowUp', 'Enter')
  const header = grid.getByRole('columnheader', { name: 'W1' })
  await expect.poll(() => header.getAttribute('aria-sort')).toBe('descending')
  expect(await focus.innerText()).toContain('W1')
})
