import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { useDemoCourse } from '../support/demo-course.ts'
import { openDashboard, cellsOf } from '../support/pages.ts'
import { useWholeSite } from '../support/whole-site.ts'

const world = useWholeSite()
const demo = useDemoCourse(world)

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What axe-core finds wrong with the page as it is, in light and in dark: rule, and where. */
async function faultsOf(page: Page, rules: axe.RunOptions['rules'] = {}): Promise<string[]> {
  const faults: string[] = []
  const options = JSON.stringify({ runOnly: tags, resultTypes: ['violations'], rules })
  // Not as a script of the page, which its content security policy forbids.
  await page.evaluate(axe.source)
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.locator(`html.${colorScheme}`).waitFor()
    const { violations } = await page.evaluate<axe.AxeResults>(`axe.run(document, ${options})`)
    for (const { id, nodes } of violations) {
      faults.push(...nodes.map(({ target }) => `${colorScheme} ${id}: ${target.join(' ')}`))
    }
  }
  return faults
}

const screens = { 'a wide screen': {}, 'a phone': { isPhone: true } }

test.each(Object.entries(screens))('axe finds nothing on %s', async (_, screen) => {
  const page = await world.visit(world.owner, screen)
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

test.each(Object.entries(screens))(
  'axe finds nothing on the sign-in page of %s',
  async (_, screen) => {
    const page = await world.visit(undefined, { ...screen, refusals: /^401 GET \/api\/me$/ })
    await page.goto('/login')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('Enter your e-mail address.').waitFor()
    expect(await faultsOf(page)).toEqual([])
  },
)

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
