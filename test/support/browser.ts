import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import type { RunningSite } from './running-site.ts'
import type { Person } from './site-content.ts'

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking']

interface VisitOptions {
  isDark?: boolean
  isPhone?: boolean
  /** Refusals that the test means to meet, such as `401 GET /api/me`; any other fails it. */
  refusals?: RegExp
}

/**
 * A real browser for the tests of a file. After each test its pages are closed, and it fails if one of them
 * had something to complain about: an error, a warning, a violation of the content security policy (which
 * the browser reports as an error), a dialog, a refused request, a request to somebody else.
 */
export function useBrowser(site: () => RunningSite) {
  let browser: Browser | undefined
  const open = new Set<BrowserContext>()
  const kept = new Map<string, Page>()
  let complaints: string[] = []

  beforeAll(async () => {
    const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
    browser = await chromium.launch({ executablePath, args: flags })
  })
  afterAll(() => browser?.close())
  afterEach(async () => {
    for (const context of open) await context.close()
    open.clear()
    const found = complaints
    complaints = []
    expect(found).toEqual([])
  })

  async function openContext(person?: Person, options: VisitOptions = {}) {
    const { origin } = site()
    const { isDark = false, isPhone = false, refusals = /^$/ } = options
    const context = await browser!.newContext({
      baseURL: origin,
      viewport: isPhone ? { width: 390, height: 844 } : { width: 1440, height: 1000 },
      isMobile: isPhone,
      hasTouch: isPhone,
      colorScheme: isDark ? 'dark' : 'light',
      // Neither the zone of a course nor that of the server.
      timezoneId: 'America/Los_Angeles',
    })
    listen(context, origin, (complaint) => {
      if (!refusals.test(complaint)) complaints.push(complaint)
    })
    if (person) await signInTo(context, person)
    return context
  }
  /** A browser of its own with an empty page; signed in where a person is given. */
  async function visit(person?: Person, options: VisitOptions = {}): Promise<Page> {
    const context = await openContext(person, options)
    open.add(context)
    return context.newPage()
  }
  /**
   * A page that stays open for the next tests of the file, which load less then. For tests that change nothing
   * in the browser itself: they begin with another address.
   */
  async function stay(person: Person, { isPhone = false } = {}): Promise<Page> {
    const key = `${person.email} ${isPhone}`
    const page = kept.get(key) ?? (await (await openContext(person, { isPhone })).newPage())
    kept.set(key, page)
    return page
  }
  return { visit, stay }
}

function listen(context: BrowserContext, origin: string, complain: (words: string) => void) {
  context.on('console', (message) => {
    // The browser's own line about a refused request; the answer itself is looked at below.
    const isRefusal = message.text().startsWith('Failed to load resource')
    if (['error', 'warning'].includes(message.type()) && !isRefusal) complain(message.text())
  })
  context.on('weberror', (error) => complain(String(error.error())))
  context.on('dialog', (dialog) => {
    complain(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  context.on('request', (request) => {
    const { protocol, origin: asked } = new URL(request.url())
    if (!['data:', 'blob:'].includes(protocol) && asked !== origin) complain(request.url())
  })
  context.on('response', (response) => {
    const { pathname } = new URL(response.url())
    if (response.status() < 400) return
    complain(`${response.status()} ${response.request().method()} ${pathname}`)
  })
}

async function signInTo(context: BrowserContext, { email, password }: Person): Promise<void> {
  const answer = await context.request.post('/api/login', {
    headers: { 'Sec-Fetch-Site': 'same-origin' },
    data: { email, password },
  })
  if (!answer.ok()) throw new Error(`${email} could not sign in: ${answer.status()}`)
}
