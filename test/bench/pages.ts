/**
 * What somebody waits for, in Chromium: the dashboard of a large course from an empty cache, from a full one
 * and by a click, going on to the next week, sorting the students; and how much code is fetched for it:
 * `node test/bench/pages.ts --visits 1000000 --students 800 --rounds 7`.
 * Needs built pages, and DB_* and RABBITMQ_* of servers; makes and drops a database and queues of its own.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { demoEvents } from '#cli/demo-export/demo-events.ts'
import { writeDemoExport } from '#cli/demo-export/write-demo-export.ts'
import { createTestDatabase } from '../support/database.ts'
import { createCourse, runImport } from '../support/import-run.ts'
import { startBenchSite } from './bench-site.ts'
import { conditions, fetchedCode, millisecondsOf, watchPainting } from './page-timing.ts'
import { quantile } from './timed-requests.ts'

const { values } = parseArgs({
  options: {
    visits: { type: 'string', default: '1000000' },
    students: { type: 'string', default: '800' },
    rounds: { type: 'string', default: '7' },
  },
})
const [visits, students, rounds] = [values.visits, values.students, values.rounds].map(Number) as [
  number,
  number,
  number,
]
const dates = { startDate: '2026-02-23', weeks: 14, timeZone: 'Europe/Berlin' }
const course = { ...dates, students, visits, seed: 1 }

const directory = await mkdtemp(join(tmpdir(), 'cloop-bench-'))
const database = await createTestDatabase()
try {
  const zipPath = join(directory, 'export.zip')
  await writeDemoExport(course, zipPath)
  const courseId = await createCourse(database.pool, dates)
  await runImport(database.pool, courseId, zipPath)
  const site = await startBenchSite(database)
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
  try {
    await addEvents(site, courseId)
    await measure(browser, site, courseId)
  } finally {
    await browser.close()
    await site.stop()
  }
} finally {
  await database.drop()
  await rm(directory, { recursive: true })
}

interface Site {
  origin: string
  cookie: string
}

async function addEvents({ origin, cookie }: Site, courseId: number) {
  const headers = { cookie, origin, 'Content-Type': 'application/json' }
  for (const event of demoEvents(course)) {
    const address = `${origin}/api/courses/${courseId}/events`
    const body = JSON.stringify(event)
    const answer = await fetch(address, { method: 'POST', headers, body })
    if (!answer.ok) throw new Error(`an event was refused: ${answer.status} ${await answer.text()}`)
  }
}

/** Somebody who has never been here: nothing is in the browser's cache. */
async function visitor(browser: Browser, { origin, cookie }: Site): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: origin,
    viewport: { width: 1440, height: 1000 },
  })
  const [name = '', value = ''] = cookie.split('=')
  await context.addCookies([{ name, value, url: origin }])
  await context.addInitScript(watchPainting)
  return context
}

async function measure(browser: Browser, site: Site, courseId: number) {
  console.log(`${visits} visits of ${students} students; milliseconds, median (most) of ${rounds}`)
  const dashboard = `/courses/${courseId}`
  const times: Record<string, number[]> = {}
  const note = (name: string, milliseconds: number) => (times[name] ??= []).push(milliseconds)
  for (let round = 0; round < rounds; round++) {
    const context = await visitor(browser, site)
    const page = await context.newPage()
    if (round === 0) await sayFirstLoad(browser, site)
    await page.goto(dashboard)
    note('dashboard, empty cache: chart', await untilPainted(page, conditions.chart))
    note('dashboard, empty cache: everything', await untilPainted(page, conditions.everything))
    if (round === 0) await sayCode(page, 'the dashboard')
    await page.goto(dashboard)
    note('dashboard, loaded again: chart', await untilPainted(page, conditions.chart))
    note('dashboard, loaded again: everything', await untilPainted(page, conditions.everything))
    await byClick(page, courseId, note)
    await weeks(page, dashboard, note)
    await sorting(page, dashboard, note)
    await context.close()
  }
  for (const [name, all] of Object.entries(times)) {
    console.log(`${name}: ${quantile(all, 0.5).toFixed(0)} (${Math.max(...all).toFixed(0)})`)
  }
}
type Note = (name: string, milliseconds: number) => void

/** Milliseconds from the beginning of the navigation until the page looks like that. */
function untilPainted(page: Page, condition: string): Promise<number> {
  return page.evaluate<number>(`whenPainted(() => ${condition})`)
}

async function sayFirstLoad(browser: Browser, site: Site) {
  const context = await visitor(browser, site)
  const page = await context.newPage()
  await page.goto('/courses')
  await untilPainted(page, conditions.courses)
  await sayCode(page, 'the list of courses')
  await context.close()
}

async function sayCode(page: Page, what: string) {
  const { first, charts, files } = await page.evaluate<{
    first: number
    charts: number
    files: number
  }>(fetchedCode)
  const kB = (bytes: number) => (bytes / 1000).toFixed(0)
  console.log(
    `code of ${what}, compressed: ${kB(first)} kB in ${files} files, and ${kB(charts)} kB for charts`,
  )
}

/** From the list of courses, as one comes to it on most days. */
async function byClick(page: Page, courseId: number, note: Note) {
  await page.goto('/courses')
  await untilPainted(page, conditions.courses)
  const link = `main a[href="/courses/${courseId}"]`
  note('dashboard by a click: chart', await clicked(page, link, conditions.chart))
  await untilPainted(page, conditions.everything)
}

/** On to the next week and back, with what it shows: the picture first, then all figures. */
async function weeks(page: Page, dashboard: string, note: Note) {
  for (const week of [3, 4, 5]) {
    if (week === 3) await page.goto(`${dashboard}?week=2`)
    await untilPainted(page, conditions.everything)
    // The weeks beside this one are fetched when the page has rested.
    await page.waitForLoadState('networkidle')
    const next = 'button[aria-label="Week after"]'
    note('next week: chart', await clicked(page, next, conditions.week(week)))
  }
  const before = 'button[aria-label="Week before"]'
  const isComplete = `${conditions.week(4)} && ${conditions.everything}`
  note('week before: everything', await clicked(page, before, isComplete))
}

async function sorting(page: Page, dashboard: string, note: Note) {
  const tables = { overview: ['visits', 'daysSilent'], visits: ['w3', 'total'] }
  for (const [tab, columns] of Object.entries(tables)) {
    await page.goto(`${dashboard}/students?tab=${tab}`)
    await untilPainted(page, conditions.rows)
    for (const column of columns) {
      const isSorted = conditions.sorted(column)
      const header = `thead th:nth-child(${await columnOf(page, tab, column)}) button`
      note(`sorting ${students} students, ${tab}`, await clicked(page, header, isSorted))
    }
  }
}

async function columnOf(page: Page, tab: string, column: string): Promise<number> {
  const names = { visits: 'Visits', daysSilent: 'Days silent', w3: 'W3', total: 'Visits' }
  const headers = await page.locator('thead th').allInnerTexts()
  const name = names[column as keyof typeof names]
  const index = headers.findIndex((text) => text.trim().startsWith(name))
  if (index < 0) throw new Error(`${tab} has no column ${name}: ${headers.join(', ')}`)
  return index + 1
}

/** Milliseconds from a click until the page looks like that. */
function clicked(page: Page, selector: string, condition: string): Promise<number> {
  return page.evaluate<number>(millisecondsOf(selector, condition))
}
