import { randomBytes } from 'node:crypto'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { courseListSchema } from '#shared/course.ts'
import { dailyVisitsSchema } from '#shared/figures.ts'
import { importsSchema } from '#shared/import.ts'
import { exportZip } from '../support/import-run.ts'
import { addCourse as makeCourse, addPerson } from '../support/site-content.ts'
import { useWholeSite } from '../support/whole-site.ts'
import { button, choose, useAdministrator } from './administrator.ts'

const world = useWholeSite()
const boss = useAdministrator(world)

const visit = (day: string, hour: number) => `1|10||${day}T${String(hour).padStart(2, '0')}:00:00`
const people = ['1|ann|Ann|Lee|ann@example.edu', '9|bob|Bob|Ray|bob@example.edu']
const export_ = (...activity: string[]) => ({
  'all_user.txt': people,
  'all_resources.txt': ['10||Reading|resource/x-bb-document'],
  'activity.txt': activity,
})
const monday = exportZip(export_(visit('2026-03-02', 9)))
const tuesday = exportZip(export_(visit('2026-03-03', 9), visit('2026-03-03', 10)))
const wednesday = export_(visit('2026-03-04', 9))
const broken = exportZip({ header: { 'forums.txt': 'forum_key|user_key|thread' } })

const zip = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/zip', buffer })
const row = (page: Page, name: string) =>
  page.getByRole('table', { name: 'Imports' }).getByRole('row', { name })

/** Visits to content by day, as the course's owner sees them. */
async function visits(code: string): Promise<Record<string, number>> {
  const { courses } = await boss.person.client.get('/api/courses', courseListSchema)
  const { id } = courses.find((course) => course.code === code)!
  const { days } = await boss.person.client.get(
    `/api/courses/${id}/visits/daily`,
    dailyVisitsSchema,
  )
  return Object.fromEntries(
    days.filter(({ content }) => content > 0).map(({ day, content }) => [day, content]),
  )
}

/** Adds a server and takes down what its exporter needs. */
async function addServer(page: Page): Promise<{ address: string; header: string }> {
  await page.getByRole('link', { name: 'Administration' }).click()
  await page.getByRole('link', { name: 'LMS servers' }).click()
  await button(page, 'Add a server').click()
  await button(page, 'Add the server').click()
  await page.getByText('Enter a name.').waitFor()
  await page.getByLabel('Name').fill('Blackboard')
  await button(page, 'Add the server').click()
  await page.getByText('Name is taken.').waitFor()
  await page.getByLabel('Name').fill('Blackboard of the term')
  await button(page, 'Add the server').click()

  const token = page.getByRole('dialog', { name: 'The token, once' })
  await token.waitFor()
  // What cannot be shown again does not go away by a slip.
  await page.keyboard.press('Escape')
  await token.waitFor()
  const words = await token.innerText()
  const [, address] = /PUT (\S+)<course code>/.exec(words)!
  const [, header] = /Authorization: (Token \S+)/.exec(words)!
  await button(token, 'I have handed it over').click()
  await token.waitFor({ state: 'detached' })
  expect(await page.content()).not.toContain(header!.split(' ')[1])
  return { address: address!, header: header! }
}

async function addCourse(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Courses', exact: true }).last().click()
  await button(page, 'Add a course').first().click()
  const dialog = page.getByRole('dialog', { name: 'Add a course' })
  await dialog.getByLabel('Course code').fill('TERM_1')
  await dialog.getByLabel('Title').fill('A whole term')
  await dialog.getByLabel('First Monday').fill('2026-03-03')
  await dialog.getByLabel('Weeks').fill('2')
  await dialog.getByLabel('Time zone').fill('UTC')
  await dialog.getByLabel('LMS server').selectOption('Blackboard of the term')
  await dialog.getByLabel('Find a person to add').fill('teach')
  await button(dialog, /^Tess Teacher/).click()
  await button(dialog, 'Add the course').click()
  await dialog.getByText('Tue 3 Mar is no Monday. Choose 2 Mar 2026, say.').waitFor()
  await dialog.getByLabel('First Monday').fill('2026-03-02')
  await button(dialog, 'Add the course').click()
  await page.getByText('“A whole term” is added.').waitFor()
  expect(await page.getByRole('row', { name: 'TERM_1' }).innerText()).toContain('Tess Teacher')
}

test('what an administrator does in a term', async () => {
  const teacher = await addPerson(world.site, 'teach@example.edu', 'Tess Teacher')
  const page = await world.visit(boss.person, { refusals: /^409 POST .*lms-servers$/ })
  await page.goto('/courses')
  const { address, header } = await addServer(page)
  await addCourse(page)

  // The exporter delivers by what it was handed; the list shows it without being asked.
  await page.getByRole('link', { name: 'Imports', exact: true }).click()
  await page.getByText('No export has arrived yet.').waitFor()
  const put = { method: 'PUT', headers: { Authorization: header }, body: new Uint8Array(monday) }
  const delivered = await fetch(`${address}TERM_1`, put)
  expect(delivered.status).toBe(202)
  await row(page, 'TERM_1').filter({ hasText: 'done' }).waitFor()
  expect(await visits('TERM_1')).toEqual({ '2026-03-02': 1 })

  // Three files, of which one is broken; the names of two say where they belong.
  const serverId = (await teacher.client.get('/api/courses', courseListSchema)).courses[0]!
    .lmsServer!.id
  await page
    .getByLabel('Choose zip files')
    .setInputFiles([
      zip(`${serverId}_TERM_1_2.zip`, tuesday),
      zip(`${serverId}_TERM_1_3.zip`, broken),
      zip('wednesday.zip', exportZip(wednesday)),
    ])
  await expect.poll(() => page.getByText('by the file’s name').count()).toBe(2)
  await page.getByLabel('Find the course').fill('term')
  await button(page, /^TERM_1, A whole term/).click()
  await button(page, 'Upload 3 files').click()
  await row(page, '_2.zip').filter({ hasText: 'done' }).waitFor()
  await row(page, 'wednesday.zip').filter({ hasText: 'done' }).waitFor()
  await row(page, '_3.zip').filter({ hasText: 'failed' }).waitFor()
  const all = { '2026-03-02': 1, '2026-03-03': 2, '2026-03-04': 1 }
  await expect.poll(() => visits('TERM_1')).toEqual(all)

  // Why: the page says it, and what to do.
  await page.getByRole('link', { name: `${serverId}_TERM_1_3.zip` }).click()
  await page.getByRole('heading', { name: 'What is wrong' }).waitFor()
  await page.getByText('forums.txt lacks the columns post, timestamp.').waitFor()
  await page.getByText('Have the exporter corrected, then let it deliver again.').waitFor()

  // Mended and uploaded again.
  await page.getByRole('link', { name: 'All imports' }).click()
  const thursday = exportZip(export_(visit('2026-03-05', 9)))
  await page.getByLabel('Choose zip files').setInputFiles([zip('mended.zip', thursday)])
  await page.getByLabel('Find the course').fill('TERM')
  await button(page, /^TERM_1/).click()
  await button(page, 'Upload').first().click()
  await row(page, 'mended.zip').filter({ hasText: 'done' }).waitFor()
  await expect.poll(() => visits('TERM_1')).toEqual({ ...all, '2026-03-05': 1 })

  // And taken back.
  await choose(page, 'mended.zip', 'Undo the import')
  await button(page.getByRole('dialog', { name: 'Undo the import?' }), 'Undo the import').click()
  await page.getByText('mended.zip is being taken back.').waitFor()
  await row(page, 'mended.zip').filter({ hasText: 'undone' }).waitFor()
  expect(await visits('TERM_1')).toEqual(all)
})

test('an upload shows how far it is, goes on elsewhere, and can be cancelled', async () => {
  const dates = { startDate: '2026-03-02', weeks: 2, timeZone: 'UTC' }
  const { lmsServerId } = world
  const names = { code: 'SLOW', title: 'A slow course', lmsServerId }
  const course = await makeCourse(world.site, { ...dates, ...names })
  const path = join(world.site.place.root, `${world.lmsServerId}_SLOW_1.zip`)
  await writeFile(path, randomBytes(8_000_000))
  const page = await world.visit(boss.person)
  await page.goto(`/admin/imports?course=${course.id}`)
  const network = await page.context().newCDPSession(page)
  const slow = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 500_000 }
  await network.send('Network.emulateNetworkConditions', slow)

  await page.getByLabel('Choose zip files').setInputFiles([path])
  await page.getByText('by the file’s name').waitFor()
  await button(page, 'Upload').first().click()
  await page.getByText(/ of 7\.6.MB, [1-9]/).waitFor()
  await page.getByRole('link', { name: 'People', exact: true }).click()
  await page.getByRole('progressbar', { name: '1 upload under way' }).waitFor()
  await page.getByRole('link', { name: 'To the imports' }).click()
  await button(page, 'Cancel').click()
  await page.getByText('cancelled, nothing of it was kept').waitFor()
  const { imports } = await world.site.administrator.get(
    `/api/admin/imports?course=${course.id}`,
    importsSchema,
  )
  expect(imports).toEqual([])
  const left = async () => (await readdir(world.site.place.directories.processing)).join()
  await expect.poll(left).not.toContain('.upload-')
})
