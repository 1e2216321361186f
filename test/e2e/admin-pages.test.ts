import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { adminUserListSchema } from '#shared/admin.ts'
import { exportZip } from '../support/import-run.ts'
import { cellsOf, queryOf } from '../support/pages.ts'
import { addCourse, addEvents, dropExport } from '../support/site-content.ts'
import { useWholeSite } from '../support/whole-site.ts'
import { button, choose, useAdministrator } from './administrator.ts'

const world = useWholeSite()
const boss = useAdministrator(world)

async function open(path: string) {
  const page = await world.stay(boss.person)
  await page.goto(`/admin/${path}`)
  return page
}
const newCourse = (code: string) => {
  const dates = { startDate: '2026-03-02', weeks: 2, timeZone: 'UTC' }
  return addCourse(world.site, {
    ...dates,
    code,
    title: `Course ${code}`,
    lmsServerId: world.lmsServerId,
  })
}
const table = (page: Page, name: string) => page.getByRole('table', { name })
async function userOf(email: string) {
  const { users } = await world.site.administrator.get(
    `/api/admin/users?q=${encodeURIComponent(email)}`,
    adminUserListSchema,
  )
  return users[0]!
}

test('the panel is for administrators: for others there is nothing at its addresses', async () => {
  const page = await world.visit(world.owner)
  await page.goto('/admin/people')
  await page.getByRole('heading', { name: 'Page not found' }).waitFor()
  expect(await page.getByRole('link', { name: 'Administration' }).count()).toBe(0)
})

test('a person is added, changed, deactivated and brought back', async () => {
  const page = await open('people')
  await button(page, 'Add a person').click()
  await page.getByLabel('Name', { exact: true }).fill('Paula Person')
  await page.getByLabel('E-mail address').fill('paula')
  await button(page, 'Add the person').click()
  await page.getByText('Enter the whole address').waitFor()
  await page.getByLabel('E-mail address').fill('paula@example.edu')
  await page.getByLabel('First password').selectOption('Set a password now')
  await page.getByLabel('Password', { exact: true }).fill('a plain but long sentence')
  await button(page, 'Add the person').click()
  await page.getByText('“Paula Person” is added.').waitFor()

  await choose(page, 'Paula Person', 'Change')
  await page.getByRole('checkbox', { name: 'Administrator' }).check()
  await button(page, 'Save').click()
  await page.getByText('“Paula Person” is changed.').waitFor()
  expect(await userOf('paula@example.edu')).toMatchObject({ isAdmin: true, isActive: true })

  await choose(page, 'Paula Person', 'Sign out everywhere')
  await page.getByText('“Paula Person” is signed out everywhere.').waitFor()
  await choose(page, 'Paula Person', 'Deactivate')
  await page.getByText('is deactivated and signed out everywhere').waitFor()
  expect(await userOf('paula@example.edu')).toMatchObject({ isActive: false })
  await button(page, 'Undo').click()
  await page.getByText('“Paula Person” can sign in again.').waitFor()
  expect(await userOf('paula@example.edu')).toMatchObject({ isActive: true })
})

test('what was typed waits when the dialog is closed, until it is saved or discarded', async () => {
  const page = await open('courses')
  await button(page, 'Add a course').first().click()
  await page.getByLabel('Title', { exact: true }).fill('Half made')
  await page.keyboard.press('Escape')
  await page.getByText('Not saved yet: “Half made”.').waitFor()
  await page.getByRole('link', { name: 'People', exact: true }).click()
  await page.getByRole('heading', { name: 'People' }).waitFor()
  await page.goBack()
  await button(page, 'Go on').click()
  expect(await page.getByLabel('Title', { exact: true }).inputValue()).toBe('Half made')
  await page.keyboard.press('Escape')
  await button(page, 'Discard').click()
  await page.getByText('Discarded.').waitFor()
  expect(await page.getByText('Not saved yet').count()).toBe(0)
  await button(page, 'Undo').click()
  await page.getByText('Not saved yet: “Half made”.').waitFor()
  await button(page, 'Discard').click()
})

test('search, order, filter and page of a list stand in the address', async () => {
  const crowd = Array.from({ length: 60 }, (_, number) => {
    const twoDigits = String(number + 1).padStart(2, '0')
    return [`crowd${number + 1}@example.edu`, `Crowd ${twoDigits}`, new Date()]
  })
  await world.site.pool.query('INSERT INTO users (email, name, created_at) VALUES ?', [crowd])
  const page = await open('people?q=crowd')
  await page.getByText('60 people').waitFor()
  await page.getByText('1 – 50 of 60').waitFor()
  await page.getByRole('link', { name: 'Next page' }).click()
  await page.getByText('51 – 60 of 60').waitFor()
  await button(page, 'E-mail address').click()
  await expect.poll(() => queryOf(page)).toEqual({ q: 'crowd', sort: 'email' })
  await button(page, 'E-mail address').click()
  await expect
    .poll(async () => (await cellsOf(table(page, 'People')))[0]![1])
    .toBe('crowd9@example.edu')
  await page.getByLabel('State').selectOption('Deactivated')
  await page.getByText('Nothing fits the search and the filters.').waitFor()
  expect(queryOf(page)).toEqual({ q: 'crowd', sort: '-email', state: 'deactivated' })
  await page.reload()
  await button(page, 'Clear search and filters').click()
  await page.getByText('Bea Boss').first().waitFor()

  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download CSV' }).click()
  expect((await download).suggestedFilename()).toBe('people.csv')
})

test('a link leads to the form of who is not on the page of the list, or says that there is nobody', async () => {
  const { id } = await userOf(world.owner.email)
  const course = await newCourse('LINKED')
  const page = await world.visit(boss.person, { refusals: /^404 GET .*\/users\/\d+$/ })
  await page.goto(`/admin/people?q=boss&do=edit-${id}`)
  const name = page.getByLabel('Name', { exact: true })
  await expect.poll(() => name.inputValue()).toBe('Olive Owner')
  await page.goto('/admin/people?do=edit-999999')
  await page.getByText('There is nothing at this address').waitFor()
  expect(queryOf(page)).toEqual({})
  await page.goto(`/admin/courses?q=other&do=delete-${course.id}`)
  await page
    .getByRole('dialog', { name: 'Delete the course?' })
    .getByText('Course LINKED')
    .waitFor()
  await page.goto(`/admin/lms-servers?q=other&do=edit-${world.lmsServerId}`)
  await expect.poll(() => name.inputValue()).toBe('Blackboard')
})

test('an unrecognised file is assigned to its course, another deleted', async () => {
  const course = await newCourse('LOST')
  const { drop } = world.site.place
  await writeFile(join(drop, 'lost.zip'), exportZip({}))
  await writeFile(join(drop, 'waste.zip'), exportZip({ 'activity.txt': [] }))
  const page = await open('unrecognised')
  await expect
    .poll(async () => {
      await page.reload()
      await page.getByRole('heading', { name: 'Unrecognised files' }).waitFor()
      return page.getByRole('row', { name: /lost|waste/ }).count()
    })
    .toBe(2)
  await choose(page, 'lost.zip', 'Assign to a course')
  await button(page, 'Import the file').click()
  await page.getByText('Choose the course.').waitFor()
  await page.getByLabel('Find the course').fill('LOST')
  await button(page, /^LOST, Course LOST/).click()
  await button(page, 'Import the file').click()
  await page.getByText('lost.zip is being imported into LOST.').waitFor()

  await choose(page, 'waste.zip', 'Delete')
  await button(page.getByRole('dialog'), 'Delete').click()
  await page.getByText('waste.zip is deleted.').waitFor()
  await page.getByText('Every dropped file has found its course.').waitFor()
  await page.goto(`/admin/imports?course=${course.id}`)
  await page.getByRole('row', { name: 'lost.zip' }).filter({ hasText: 'done' }).waitFor()
})

test('a course is deleted by typing its code', async () => {
  await newCourse('GONE')
  const page = await open('courses?q=GONE')
  await choose(page, 'Course GONE', 'Delete')
  const dialog = page.getByRole('dialog', { name: 'Delete the course?' })
  await dialog.getByLabel('Type GONE to confirm').fill('gone')
  await button(dialog, 'Delete').click()
  await dialog.getByText('Type exactly GONE.').waitFor()
  await dialog.getByLabel('Type GONE to confirm').fill('GONE')
  await button(dialog, 'Delete').click()
  await page.getByText('“Course GONE” is deleted.').waitFor()
  await page.getByText('Nothing fits the search').waitFor()
})

test('times of a task are changed with words beside the field, and it is run now', async () => {
  const page = await world.visit(boss.person, { refusals: /^400 PATCH/ })
  await page.goto('/admin/tasks')
  await choose(page, 'purge', 'Change its times')
  await page.getByLabel('Cron expression').fill('61 3 * * *')
  await button(page, 'Save').click()
  await page.getByText(/Cron expression is no cron expression/).waitFor()
  await page.getByLabel('Cron expression').fill('15 4 * * *')
  await button(page, 'Save').click()
  await page.getByText('purge is changed.').waitFor()
  await page.getByRole('row', { name: 'purge' }).getByText('15 4 * * *', { exact: true }).waitFor()
  await choose(page, 'purge', 'Run now')
  await page.getByText('purge is started.').waitFor()
  await page.getByRole('row', { name: 'purge' }).filter({ hasText: 'done' }).waitFor()
  await choose(page, 'purge', 'Its history')
  await table(page, 'History of tasks').getByRole('row', { name: /purge/ }).first().waitFor()
  await choose(await open('tasks'), 'digest', 'Switch off')
})

test('events of all courses are found by kind and course', async () => {
  const course = await newCourse('EVENTS')
  const exam = { kind: 'single', title: 'Exam', at: '2026-03-09T10:00:00.000Z' } as const
  const talk = { kind: 'single', title: 'Talk', at: '2026-03-04T10:00:00.000Z' } as const
  await addEvents(world.site, course, [exam, talk])
  const page = await open('events?kind=single')
  const titles = async () =>
    (await cellsOf(table(page, 'Events of all courses'))).map(([title]) => title)
  await expect.poll(titles).toEqual(['Exam', 'Talk'])
  await page.getByLabel('From day').fill('2026-03-05')
  await expect.poll(titles).toEqual(['Exam'])
  await page.getByRole('link', { name: 'Exam' }).click()
  await page.getByRole('heading', { name: 'Events', exact: true }).waitFor()
})

test('an administrator looks at cloop as somebody else, and comes back', async () => {
  const page = await open('people?q=owner@')
  await choose(page, 'Olive Owner', 'Look at cloop as this person')
  const banner = page.getByRole('region', { name: 'Looking as somebody else' })
  await banner.getByText('You look at cloop as Olive Owner.').waitFor()
  expect(await page.getByRole('link', { name: 'Administration' }).count()).toBe(0)
  await page.goto('/account')
  await button(banner, 'Back to being Bea Boss').click()
  await page.getByRole('heading', { name: 'People' }).waitFor()
  expect(await banner.count()).toBe(0)
  await page.goto('/admin/audit?action=hijack.started')
  await table(page, 'Audit log, newest first').getByRole('button', { name: 'Bea Boss' }).waitFor()
})

test('checks say whether the installation is in order', async () => {
  const page = await open('checks')
  await page.getByText(/All is well|failed\./).waitFor()
  await page
    .getByRole('row', { name: /database-migrations/ })
    .getByText('passed', { exact: true })
    .last()
    .waitFor()
})

test('a dropped file shows while it is imported, without loading the page again', async () => {
  const course = await newCourse('LIVE')
  const page = await open(`imports?course=${course.id}`)
  await page.getByText('Nothing fits the search and the filters.').waitFor()
  const name = await dropExport(world.site, course, exportZip({ 'activity.txt': [] }))
  await page.getByRole('row', { name }).filter({ hasText: 'done' }).waitFor()
})
