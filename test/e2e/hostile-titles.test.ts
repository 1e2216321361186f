import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { Course } from '#shared/course.ts'
import { exportZip } from '../support/import-run.ts'
import { cellsOf, openDashboard } from '../support/pages.ts'
import { addCourse, addEvents, importExport } from '../support/site-content.ts'
import { useWholeSite } from '../support/whole-site.ts'

const world = useWholeSite()

/** Each would set `window.hacked` or ask a stranger, if anything took it for more than a text. */
const hostile = [
  '<script>window.hacked = 1</script>',
  '<img src=x onerror="window.hacked = 1">',
  '"><svg onload="window.hacked = 1">',
  "' onfocus='window.hacked = 1' autofocus='",
  '</textarea></title></style><iframe srcdoc="<script>top.hacked = 1</script>">',
  'javascript:window.hacked=1',
  '<a href="javascript:window.hacked=1">click</a>',
  '{{ constructor.constructor("window.hacked = 1")() }}',
  '${window.hacked = 1}',
  '{a|rich} {b} {c}',
  '<link rel="stylesheet" href="http://192.0.2.1/hacked.css">',
  '&lt;b&gt; &amp; &#x3c;script&#x3e;',
  '\u202egnp.exe\u202c and \u2066isolated',
  '=HYPERLINK("http://192.0.2.1","click")',
  '%3Cscript%3E \\u003cscript\\u003e',
]
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`

async function hostileCourse(): Promise<Course> {
  const { site, lmsServerId, owner } = world
  const ownerIds = [owner.id]
  const dates = { startDate: '2026-03-02', weeks: 2, timeZone: 'UTC' }
  const title = hostile[0]!
  const course = await addCourse(site, { code: 'HOSTILE', title, ...dates, lmsServerId, ownerIds })
  await addEvents(
    site,
    course,
    hostile.map((text, index) => ({ kind: 'single', title: text, at: at(index) })),
  )
  const zip = exportZip({
    'all_user.txt': hostile.map(
      (text, index) => `${index}|u${index}|${quoted(text)}|Last|u@example.edu`,
    ),
    'all_resources.txt': hostile.flatMap((text, index) => [
      `${index}||${quoted(text)}|resource/x-bb-document`,
      `a${index}||${quoted(text)}|assessment/x-bb-qti-test`,
    ]),
    'forums.txt': hostile.map(
      (text, index) => `${index}|${index}|${quoted(text)}|post|${at(index)}`,
    ),
    'activity.txt': hostile.flatMap((_, index) =>
      [`${index}|${index}|`, `${index}|a${index}|`, `${index}||${index}`].map(
        (visit) => `${visit}|${at(index)}`,
      ),
    ),
  })
  expect(await importExport(site, course, zip)).toMatchObject({ state: 'succeeded' })
  return course
}
/** One day after the other, so that events stand apart. */
const at = (index: number) => `2026-03-${String(2 + (index % 14)).padStart(2, '0')}T10:00:00Z`

async function saveDrawing(page: Page) {
  await page.getByRole('button', { name: 'Save: Visits per day' }).click()
  await page.getByRole('menuitem', { name: 'As an SVG drawing' }).click()
}

test('titles and names that look like code are shown as what they are', async () => {
  const course = await hostileCourse()
  const page = await world.visit(world.owner)
  const isUnharmed = async () => {
    expect(await page.evaluate('window.hacked')).toBeUndefined()
    expect(
      await page.locator('main iframe, main img, main script, [href^=javascript]').count(),
    ).toBe(0)
  }

  await page.goto('/courses')
  await page.getByRole('link', { name: course.title, exact: true }).waitFor()
  await isUnharmed()

  await openDashboard(page, course.id)
  const events = page.getByRole('group', { name: /^Events\./ }).getByRole('button')
  for (const event of await events.all()) {
    await event.hover()
    await event.focus()
  }
  const card = page.locator('div:has(> dl)')
  expect(await card.innerText()).toContain(hostile[13])
  await page.getByRole('application', { name: /^Visits per day/ }).focus()
  for (let day = 0; day < 14; day += 1) await page.keyboard.press('ArrowRight')
  for (const cell of await page.locator('main tbody th').all()) await cell.hover()
  for (const name of ['Most visited content', 'Most visited communication']) {
    const titles = (await cellsOf(page.getByRole('table', { name }))).map(([title]) => title!)
    expect(titles).toHaveLength(10)
    expect(hostile.map((text) => text.trim())).toEqual(expect.arrayContaining(titles))
  }
  const names = (await cellsOf(page.getByRole('table', { name: 'Most active students' }))).flat()
  expect(hostile.map((text) => `${text} Last`)).toEqual(expect.arrayContaining([names[0]]))
  const [drawing] = await Promise.all([page.waitForEvent('download'), saveDrawing(page)])
  const svg = await readFile(await drawing.path(), 'utf8')
  expect(svg).toContain('&lt;script&gt;')
  expect(svg).not.toMatch(/<(script|img|iframe|a|link)\b/)
  await page.getByRole('button', { name: 'Numbers: Visits per day' }).click()
  await page.getByRole('table', { name: 'Visits per day' }).getByText(hostile[0]!).waitFor()
  await isUnharmed()

  await page.goto(`/courses/${course.id}/content`)
  const grid = page.getByRole('grid', { name: /^Content/ })
  await grid.waitFor()
  expect((await cellsOf(grid)).map(([title]) => title).sort()).toEqual(hostile.toSorted())
  for (const cell of await grid.locator('tbody th').all()) await cell.focus()
  await isUnharmed()

  await page.goto(`/courses/${course.id}/students`)
  const students = page.getByRole('table', { name: 'Students of the course' })
  await students.waitFor()
  const shown = (await cellsOf(students)).map(([name]) => name!)
  expect(shown.sort()).toEqual(hostile.map((text) => `${text.trim()} Last`).sort())
  for (const cell of await students.locator('tbody th').all()) await cell.hover()
  await students.getByRole('link').first().click()
  await page.getByRole('table', { name: 'Assessments' }).waitFor()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('script')
  await page.getByRole('option', { name: hostile[0]! }).first().waitFor()
  await isUnharmed()
})
