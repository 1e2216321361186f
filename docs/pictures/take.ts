import { join } from 'node:path'
import { chromium } from 'playwright-core'

/**
 * Takes the picture that README.md shows, of a running `npm run demo`:
 * `node docs/pictures/take.ts <address> <e-mail> <password>`, with what it prints for the owner.
 */
const [address, email, password] = process.argv.slice(2)
if (!address || !email || !password) {
  throw new Error('usage: node docs/pictures/take.ts <address> <e-mail> <password>')
}

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
  await page.screenshot({ path: join(import.meta.dirname, 'dashboard.png') })
} finally {
  await browser.close()
}
