import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { resourceTableSchema, type ResourceTable } from '#shared/figures.ts'
import { useDemoCourse } from '../support/demo-course.ts'
import { cellsOf, leadOf, queryOf, written } from '../support/pages.ts'
import { useWholeSite } from '../support/whole-site.ts'

const world = useWholeSite()
const demo = useDemoCourse(world)

async function contentPage(query = '') {
  const page = await world.visit(world.owner)
  await page.goto(`/courses/${demo.course.id}/content${query}`)
  await page.getByRole('treegrid').waitFor()
  return page
}
type Page = Awaited<ReturnType<typeof contentPage>>

function answer(measure: 'visits' | 'students'): Promise<ResourceTable> {
  const below = measure === 'students' ? '&below=true' : ''
  const path = `/api/courses/${demo.course.id}/resources/${measure}?category=content${below}`
  return world.owner.client.get(path, resourceTableSchema)
}
type Row = ResourceTable['rows'][number]

const withBelow = (rows: Row[], { id, total }: Row): number =>
  rows
    .filter(({ parentId }) => parentId === id)
    .reduce((sum, child) => sum + withBelow(rows, child), total)

/** Title and total of each row, in an order of their own. */
const pairs = (rows: Row[], totalOf = ({ total }: Row) => total) =>
  rows.map((row) => `${row.title}: ${written(totalOf(row))}`).sort()
const titlesShown = async (page: Page) =>
  (await cellsOf(page.getByRole('treegrid'))).map(([title]) => title!)
const pairsShown = async (page: Page) =>
  (await cellsOf(page.getByRole('treegrid'))).map(([title, total]) => `${title}: ${total}`).sort()

test('folders open and close by mouse and by keyboard, and stay so in the address', async () => {
  const { rows } = await answer('visits')
  const folder = rows.find(({ title }) => title === 'Learning materials')!
  const below = rows.filter(({ parentId }) => parentId === folder.id)
  const page = await contentPage()
  const row = page.getByRole('row', { name: /^Learning materials/ })
  const shown = () => titlesShown(page)
  const top = rows.filter(({ parentId }) => parentId === null).map(({ title }) => title)
  expect(await shown()).toEqual(top)

  // Beside the title, which leads to the resource's own page.
  await row.getByRole('rowheader').click({ position: { x: 12, y: 12 } })
  await expect.poll(() => row.getAttribute('aria-expanded')).toBe('true')
  const at = top.indexOf(folder.title) + 1
  const opened = top.toSpliced(at, 0, ...below.map(({ title }) => title))
  expect(await shown()).toEqual(opened)
  await page.reload()
  await expect.poll(shown).toEqual(opened)

  await row.getByRole('rowheader').focus()
  await page.keyboard.press('ArrowLeft')
  await expect.poll(shown).toEqual(top)
  await page.keyboard.press('ArrowRight')
  await expect.poll(shown).toEqual(opened)
  await page.keyboard.press('ArrowDown')
  expect(await page.locator(':focus').innerText()).toBe(below[0]!.title)

  await page.getByRole('button', { name: 'Expand all' }).click()
  await expect.poll(async () => (await shown()).length).toBe(rows.length)
  await page.getByRole('button', { name: 'Collapse all' }).click()
  await expect.poll(shown).toEqual(top)
})

test('rows show their own figures or those of everything below them', async () => {
  const { rows, totals } = await answer('visits')
  const page = await contentPage('?open=all')
  expect(await leadOf(page).innerText()).toContain(`${written(totals.total)} visits`)
  expect(await pairsShown(page)).toEqual(pairs(rows, (row) => withBelow(rows, row)))

  await page.getByRole('checkbox', { name: 'Add up what lies below' }).click()
  await expect.poll(() => pairsShown(page)).toEqual(pairs(rows))
  expect(queryOf(page)).toEqual({ open: 'all', figures: 'own' })
})

test('rows are sorted by a column, those of a folder below it', async () => {
  const { rows } = await answer('visits')
  const inOrder = (parentId: number | null): string[] =>
    rows
      .filter((row) => row.parentId === parentId)
      .sort((a, b) => withBelow(rows, b) - withBelow(rows, a))
      .flatMap(({ id, title }) => [title, ...inOrder(id)])
  const page = await contentPage('?open=all')
  const header = page.getByRole('columnheader', { name: 'Visits' })
  await header.getByRole('button').click()
  await expect.poll(() => titlesShown(page)).toEqual(inOrder(null))
  expect(await header.getAttribute('aria-sort')).toBe('descending')
  expect(queryOf(page)).toEqual({ open: 'all', sort: '-total' })
})

test('students are counted once, whatever they opened', async () => {
  const { rows, totals } = await answer('students')
  const page = await contentPage('?open=all')
  const views = page.getByRole('navigation', { name: 'Views' })
  await views.getByRole('link', { name: 'Students' }).click()
  await expect.poll(() => pairsShown(page)).toEqual(pairs(rows))
  expect(queryOf(page)).toEqual({ open: 'all', tab: 'students' })
  expect(await leadOf(page).innerText()).toBe(
    `${totals.total} of ${demo.course.students} students opened something here.`,
  )
})

test('a search leaves what fits, with the folders around it', async () => {
  const { rows } = await answer('visits')
  const page = await contentPage()
  await page.getByRole('searchbox', { name: 'Search titles' }).fill('  workshop SHEET')
  const fitting = rows.filter(({ title }) => title.startsWith('Workshop sheet'))
  await page.getByText(`${fitting.length} of ${rows.length} resources`).waitFor()
  const titles = await titlesShown(page)
  expect(titles.filter((title) => title.startsWith('Workshop sheet'))).toHaveLength(fitting.length)
  expect(titles[0]).toBe('Learning materials')
  await expect.poll(() => queryOf(page)).toEqual({ q: '  workshop SHEET' })
})

test('the CSV file holds the table as it is shown', async () => {
  const page = await contentPage('?open=all&sort=-total')
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download CSV' }).click()
  const download = await downloading
  expect(download.suggestedFilename()).toBe(`${demo.course.code}-content-visits.csv`)
  const text = await readFile(await download.path(), 'utf8')
  const [header, ...lines] = parse(text, { bom: true, columns: false })
  const title = header!.indexOf('Title')
  expect(header!.slice(title, title + 4)).toEqual(['Title', 'Visits', '%', 'W1 (2 Mar)'])

  const shown = await cellsOf(page.getByRole('treegrid'))
  const asWritten = ([name, ...figures]: string[]) => [
    name,
    ...figures.map((figure) =>
      figure === '–' ? '' : String(parseFloat(figure.replaceAll(',', ''))),
    ),
  ]
  expect(lines.map((line) => line.slice(title))).toEqual(shown.map(asWritten))
  expect(lines).toHaveLength((await answer('visits')).rows.length)
})
