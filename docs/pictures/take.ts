import { join } from 'node:path'
import { chromium, type Page } from 'playwright-core'

/**
 * Takes the pictures that README.md shows, of a running `npm run demo`:
 * `node docs/pictures/take.ts <address> <e-mail> <password>`, with what it prints for the owner.
 */
const [address, email, password] = process.argv.slice(2)
if (!address || !email || !password) {
  throw new Error('usage: node docs/pictures/take.ts <address> <e-mail> <password>')
}

const take = (page: Page, name: string) =>
  page.screenshot({ path: join(import.meta.dirname, `${name}.png`) })

/** Below the course, with what shows that the page is whole. */
const pages = [
  { name: 'content', path: '/content', shows: 'All content' },
  { name: 'before-and-after', path: '/content?tab=before-after', shows: 'Longest bar' },
  { name: 'students', path: '/students', shows: 'Last seen' },
]

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
try {
  const page = await browser.newPage({
    baseURL: address,
    viewport: { width: 1440, height: 940 },
    colorScheme: 'light',
  })
  await page.goto('/courses')
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('table', { name: 'Courses' }).getByRole('link').first().click()
  // The last part of the dashboard that asks for something.
  await page.getByRole('table', { name: 'Most active students' }).waitFor()
  await take(page, 'dashboard')
  const course = new URL(page.url()).pathname
  for (const { name, path, shows } of pages) {
    await page.goto(`${course}${path}`)
    await page.getByText(shows).first().waitFor()
    await take(page, name)
  }
} finally {
  await browser.close()
}
