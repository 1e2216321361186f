import type { Locator, Page } from 'playwright-core'

/** `1,234`, as pages write it. */
export const written = (count: number) => count.toLocaleString('en-GB')

/** What an address says after its question mark. */
export const queryOf = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams)

/** The figure of that name at the head of a dashboard. */
export function figureOf(page: Page, name: string): Locator {
  const term = page.locator(`:scope > p:first-child > button:text-is("${name}")`)
  return page.locator('div', { has: term }).first().locator('p').nth(1)
}

/** The sentence below the heading of a page. */
export const leadOf = (page: Page) => page.locator('header:has(h1) p')

/** What the cells of a table's rows show, in the order of the rows. */
export function cellsOf(table: Locator): Promise<string[][]> {
  return table
    .locator('tbody tr')
    .evaluateAll((rows) =>
      rows.map((row): string[] => [...row.cells].map((cell) => cell.innerText.trim())),
    )
}

/** Opens a dashboard and waits until its visits are drawn. */
export async function openDashboard(page: Page, courseId: number, query = ''): Promise<void> {
  await page.goto(`/courses/${courseId}${query}`)
  await lineOf(page, 'content').waitFor({ state: 'attached' })
}

/** The line of a category in the chart of visits per day. */
export function lineOf(page: Page, category: string): Locator {
  const picture = page.getByRole('figure', { name: 'Visits per day' }).locator('[data-picture]')
  return picture.locator(`path[fill="none"][stroke="var(--color-${category})"]`)
}
