import { expect, test } from 'vitest'
import { courseListSchema } from '#shared/course.ts'
import { addDemoCourse, demoExport, useDemoCourse, visitsOn } from '../support/demo-course.ts'
import { exportZip } from '../support/import-run.ts'
import { figureOf, leadOf, openDashboard, written } from '../support/pages.ts'
import { addCourse, addPerson, importExport } from '../support/site-content.ts'
import { useWholeSite } from '../support/whole-site.ts'

const world = useWholeSite()
const demo = useDemoCourse(world)

const dates = { startDate: '2026-03-02', weeks: 8, timeZone: 'UTC' }
const emptyCourse = (code: string, ownerIds: number[]) => {
  const { site, lmsServerId } = world
  return addCourse(site, { code, title: `Course ${code}`, ...dates, lmsServerId, ownerIds })
}

test('an owner signs in and is led to where they wanted to go', async () => {
  const page = await world.visit(undefined, { refusals: /^401 (GET|POST) / })
  const wanted = `/courses/${demo.course.id}/content?tab=students`
  await page.goto(wanted)
  const password = page.getByLabel('Password', { exact: true })
  await page.getByLabel('E-mail address').fill(world.owner.email)
  await password.fill('not the right one')
  await password.press('Enter')
  await page.getByText('E-mail address and password do not belong together').waitFor()
  expect(await page.getByLabel('E-mail address').inputValue()).toBe(world.owner.email)

  await password.fill(world.owner.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('treegrid', { name: 'Content: students by week' }).waitFor()
  expect(page.url()).toBe(`${world.site.origin}${wanted}`)
})

test('an owner sees their courses and no other', async () => {
  const { client } = world.owner
  await emptyCourse('OTHER', [])
  const { courses } = await client.get('/api/courses', courseListSchema)
  const page = await world.visit(world.owner)
  await page.goto('/')
  const links = page.getByRole('table', { name: 'Courses' }).getByRole('link')
  await links.first().waitFor()
  expect((await links.allInnerTexts()).sort()).toEqual(courses.map(({ title }) => title).sort())
  expect(courses.map(({ code }) => code)).not.toContain('OTHER')

  const row = page.getByRole('row', { name: demo.course.title })
  const visits = written(visitsOn((await demo.dailyVisits()).days))
  await row.getByRole('img', { name: `${visits} visits in 6 weeks` }).waitFor()
  await row.getByRole('link').click()
  await page.getByRole('heading', { name: 'Whole course, 8 weeks' }).waitFor()
})

test.each(['', '/content'])(
  'the address of another’s course (%s) shows nothing of it',
  async (part) => {
    const stranger = await addPerson(world.site, `stranger${part.length}@example.edu`)
    const page = await world.visit(stranger, { refusals: /^404 GET \/api\/courses\/\d+$/ })
    const seen: string[] = []
    for (const id of [demo.course.id, 999_999]) {
      await page.goto(`/courses/${id}${part}`)
      await page.getByRole('heading', { name: 'Page not found' }).waitFor()
      seen.push(await page.getByRole('main').innerText())
    }
    expect(seen[0]).toBe(seen[1])
    expect(seen[0]).not.toContain(demo.course.title)
    await page.getByRole('link', { name: 'Go to your courses' }).click()
    await page.getByText('No course is yours yet.').waitFor()
  },
)

test('a course without an export says so, and under which name exports are expected', async () => {
  const course = await emptyCourse('EMPTY_1', [world.owner.id])
  const page = await world.visit(world.owner)
  for (const part of ['', '/content']) {
    await page.goto(`/courses/${course.id}${part}`)
    await page.getByText('No export has arrived yet.').waitFor()
    const name = await page.locator('main code').innerText()
    expect(name).toBe(`${world.lmsServerId}_EMPTY_1_2026_….zip`)
  }
})

test('where the first export could not be read, that is said, with the way to why', async () => {
  const course = await emptyCourse('BROKEN_1', [world.owner.id])
  const broken = exportZip({ header: { 'forums.txt': 'forum_key' } })
  expect((await importExport(world.site, course, broken)).state).toBe('failed')
  const page = await world.visit(world.owner)
  await page.goto(`/courses/${course.id}`)
  await page.getByText('An export has arrived, but it could not be read.').waitFor()
  await page.getByRole('link', { name: 'What was wrong with it' }).click()
  await page.getByText(/lacks the columns/).waitFor()
})

test('what cannot be loaded says so, and loads when one tries again', async () => {
  const page = await world.visit(world.owner, { refusals: /^500 GET .*\/visits\/histogram$/ })
  const failing = '**/visits/histogram*'
  await page.route(failing, (route) => route.fulfill({ status: 500, body: 'out of order' }))
  await openDashboard(page, demo.course.id)
  const alert = page.getByRole('alert')
  expect(await alert.innerText()).toMatch(/^The server could not answer\./)
  expect(await figureOf(page, 'Students who came').innerText()).toBe('–')

  await page.unroute(failing)
  await alert.getByRole('button', { name: 'Try again' }).click()
  await page.getByRole('application', { name: /^Groups of students/ }).waitFor()
  expect(await figureOf(page, 'Students who came').innerText()).toBe('29')
  expect(await alert.count()).toBe(0)
})

test('a page without a connection says so, and loads when there is one again', async () => {
  const page = await world.visit(world.owner)
  await page.goto('/courses')
  await page.route('**/api/courses/*', (route) => route.abort())
  await page.getByRole('link', { name: demo.course.title }).click()
  expect(await page.getByRole('alert').innerText()).toMatch(/^cloop cannot be reached\./)
  await page.unroute('**/api/courses/*')
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByRole('heading', { name: 'Whole course, 8 weeks' }).waitFor()
})

test('what failed for want of a connection loads by itself when there is one', async () => {
  const page = await world.visit(world.owner)
  await openDashboard(page, demo.course.id)
  await page.getByRole('table', { name: 'Most active students' }).waitFor()
  await page.context().setOffline(true)
  await page.getByLabel('Part of the course').selectOption('5')
  await page.getByRole('alert').first().waitFor()
  await page.context().setOffline(false)
  await page.getByRole('application', { name: /^Groups of students/ }).waitFor()
  await expect.poll(() => page.getByRole('alert').count()).toBe(0)
})

test('an export that arrives meanwhile shows its figures when the page is loaded again', async () => {
  const { site, owner } = world
  const course = await addDemoCourse(world, { code: 'MORE' })
  const page = await world.visit(owner)
  await openDashboard(page, course.id)
  const before = visitsOn((await demo.dailyVisits(course)).days)
  expect(await figureOf(page, 'Visits').innerText()).toBe(written(before))
  expect(await leadOf(page).innerText()).toContain('42 of 56 days have data')

  const more = await importExport(site, course, await demoExport({ until: '2026-04-20' }), 2)
  expect(more.state).toBe('succeeded')
  await page.reload()
  const after = visitsOn((await demo.dailyVisits(course)).days)
  expect(after).toBeGreaterThan(before)
  await expect.poll(() => figureOf(page, 'Visits').innerText()).toBe(written(after))
  expect(await leadOf(page).innerText()).toContain('49 of 56 days have data')
})

test('who signs out leaves nothing behind', async () => {
  const page = await world.visit(world.owner, { refusals: /^401 GET / })
  // What is still under way when the session ends is answered by 401: that must not lead anywhere.
  const { promise: isOut, resolve: release } = Promise.withResolvers<void>()
  await page.route('**/visits/hours*', async (route) => {
    await isOut
    await route.continue()
  })
  await openDashboard(page, demo.course.id)
  const session = async () =>
    (await page.context().cookies()).find(({ name }) => name === 'sid')?.value
  const headers = { cookie: `sid=${await session()}` }
  const me = () => fetch(`${world.site.origin}/api/me`, { headers })
  expect((await me()).status).toBe(200)
  await page.getByRole('button', { name: 'Account and appearance' }).click()
  const answer = page.waitForResponse('**/api/logout')
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await answer
  release()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  expect(new URL(page.url()).search).toBe('')
  expect(await session()).toBeUndefined()

  await page.goBack()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  expect(await page.getByText(demo.course.title).count()).toBe(0)
  expect((await me()).status).toBe(401)
})
