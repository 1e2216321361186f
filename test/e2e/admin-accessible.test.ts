import { beforeAll, expect, test } from 'vitest'
import type { Import } from '#shared/import.ts'
import { faultsOf } from '../support/axe-faults.ts'
import { exportZip } from '../support/import-run.ts'
import { addCourse, addEvents, importExport } from '../support/site-content.ts'
import { useWholeSite } from '../support/whole-site.ts'
import { button, useAdministrator } from './administrator.ts'

const world = useWholeSite()
const boss = useAdministrator(world)
let done: Import
let failed: Import

beforeAll(async () => {
  const dates = { startDate: '2026-03-02', weeks: 2, timeZone: 'UTC' }
  const { site, lmsServerId, owner } = world
  const names = { code: 'AXE', title: 'A course', lmsServerId, ownerIds: [owner.id] }
  const course = await addCourse(site, { ...dates, ...names })
  await addEvents(site, course, [{ kind: 'single', title: 'Exam', at: '2026-03-09T10:00:00Z' }])
  // A visit of somebody whom no export has named is left out.
  done = await importExport(
    site,
    course,
    exportZip({ 'activity.txt': ['9|1||2026-03-02T09:00:00'] }),
  )
  const broken = exportZip({ header: { 'forums.txt': 'forum_key' } })
  failed = await importExport(site, course, broken, 2)
})

const screens = { 'a wide screen': {}, 'a phone': { isPhone: true } }

/** By their links in the navigation, with the headings of their pages. */
const sections = {
  'Unrecognised files': 'Unrecognised files',
  Courses: 'Courses',
  People: 'People',
  'LMS servers': 'LMS servers',
  Events: 'Events of all courses',
  Checks: 'Checks',
  'Audit log': 'Audit log',
  Tasks: 'Scheduled tasks',
  Imports: 'Imports',
}

test.each(Object.entries(screens))('axe finds nothing in the panel on %s', async (_, screen) => {
  const page = await world.stay(boss.person, screen)
  const faultsThere = async () => {
    await page.getByRole('table').or(page.getByText('Every dropped file')).first().waitFor()
    return faultsOf(page)
  }
  await page.goto('/admin/imports')
  const navigation = page.getByRole('navigation', { name: 'Administration' })
  for (const [link, heading] of Object.entries(sections)) {
    await navigation.getByRole('link', { name: link, exact: true }).click()
    await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor()
    expect([link, await faultsThere()]).toEqual([link, []])
  }
  for (const path of ['tasks?tab=history', 'audit?actor=1', `imports/${done.id}`]) {
    await page.goto(`/admin/${path}`)
    expect([path, await faultsThere()]).toEqual([path, []])
  }
  await page.goto(`/admin/imports/${failed.id}`)
  await page.getByRole('heading', { name: 'What is wrong' }).waitFor()
  expect(await faultsOf(page)).toEqual([])
})

test.each(Object.entries(screens))('axe finds nothing in its forms on %s', async (_, screen) => {
  const page = await world.visit(boss.person, screen)
  const forms = [
    ['courses?do=new', 'Add the course', 'Enter the course code'],
    ['people?do=new', 'Add the person', 'Enter a name.'],
    ['lms-servers?do=new', 'Add the server', 'Enter a name.'],
  ] as const
  for (const [path, save, complaint] of forms) {
    await page.goto(`/admin/${path}`)
    await button(page, save).click()
    await page.getByText(complaint).waitFor()
    expect([path, await faultsOf(page)]).toEqual([path, []])
  }
  await page.getByLabel('Name', { exact: true }).fill(`Another server ${_}`)
  await button(page, 'Add the server').click()
  await page.getByRole('dialog', { name: 'The token, once' }).waitFor()
  expect(await faultsOf(page)).toEqual([])
})

test('everything can be done with the keyboard', async () => {
  const page = await world.stay(boss.person)
  await page.goto('/admin/people')
  const focus = page.locator(':focus')
  await button(page, 'Actions: Olive Owner').focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menu').waitFor()
  await page.keyboard.press('Enter')
  const name = page.getByLabel('Name', { exact: true })
  await name.waitFor()
  expect(await focus.getAttribute('name')).toBe('name')
  await page.keyboard.press('End')
  await page.keyboard.type(' II')
  await page.keyboard.press('Enter')
  await page.getByText('“Olive Owner II” is changed.').waitFor()

  await page.goto('/admin/courses')
  await button(page, 'Actions: A course').focus()
  await page.keyboard.press('Enter')
  for (let step = 0; step < 4; step++) await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: 'Delete the course?' }).waitFor()
  expect(await focus.getAttribute('name')).toBe('word')
  await page.keyboard.press('Escape')
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
})
