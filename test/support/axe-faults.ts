import axe from 'axe-core'
import type { Page } from 'playwright-core'

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
/** Dark and light differ in colours alone: these rules are asked in both, the others once. */
const colourRules = ['color-contrast', 'link-in-text-block']

/** Low: of a long table, whose rows are alike, axe-core looks at every one that is drawn. */
const windowHeight = 480

/** What axe-core finds wrong with the page as it is, in light and in dark: rule, and where. */
export async function faultsOf(page: Page, rules: axe.RunOptions['rules'] = {}): Promise<string[]> {
  const faults: string[] = []
  const { width } = page.viewportSize()!
  await page.setViewportSize({ width, height: windowHeight })
  // Not as a script of the page, which its content security policy forbids.
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe.source)
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.locator(`html.${colorScheme}`).waitFor()
    const runOnly = colorScheme === 'dark' ? colourRules : tags
    const options = JSON.stringify({ runOnly, resultTypes: ['violations'], rules })
    const { violations } = await page.evaluate<axe.AxeResults>(`axe.run(document, ${options})`)
    for (const { id, nodes } of violations) {
      faults.push(...nodes.map(({ target }) => `${colorScheme} ${id}: ${target.join(' ')}`))
    }
  }
  return faults
}
