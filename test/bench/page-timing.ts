/** What runs in the page: as text, since its world is the browser's. */

/**
 * `whenPainted(isDone)` answers, in milliseconds of the page's clock, when it first looked so: asked in every
 * frame, and told after the frame has been painted.
 */
export const watchPainting = `
  window.whenPainted = (isDone) => new Promise((resolve) => {
    const look = () => {
      if (!isDone()) return requestAnimationFrame(look)
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now())))
    }
    look()
  })`

const line = `document.querySelector('main [data-picture] path[fill="none"][stroke="var(--color-content)"]')`

/** How a page looks when it is done, as expressions. */
export const conditions = {
  /** The lines of the visits are drawn. */
  chart: `${line} !== null`,
  /** Nothing of the dashboard waits any more. */
  everything: `${line} !== null && document.querySelectorAll('main table').length >= 4 &&
    !document.querySelector('main [aria-busy="true"]')`,
  courses: `document.querySelector('main table a') !== null`,
  rows: `document.querySelectorAll('main tbody tr').length > 20`,
  /** The week is named, and its seven days stand below the chart. */
  week: (week: number) =>
    `document.querySelector('h1')?.textContent.includes('Week ${week},') &&
    document.title.startsWith('Week ${week},') && ${line} !== null`,
  sorted: (column: string) => `location.search.includes('sort=-${column}')`,
}

/** Clicks, and answers how long it takes until the page looks like that. */
export const millisecondsOf = (selector: string, condition: string) => `(async () => {
  const startedAt = performance.now()
  document.querySelector(${JSON.stringify(selector)}).click()
  return (await whenPainted(() => ${condition})) - startedAt
})()`

/** Compressed bytes of the scripts that were fetched, those of ECharts apart. */
export const fetchedCode = `(() => {
  const scripts = performance.getEntriesByType('resource')
    .filter(({ name }) => new URL(name).pathname.endsWith('.js'))
  const sum = (some) => some.reduce((bytes, { encodedBodySize }) => bytes + encodedBodySize, 0)
  const charts = scripts.filter(({ name }) => name.includes('/EChart-'))
  const first = scripts.filter((script) => !charts.includes(script))
  return { first: sum(first), charts: sum(charts), files: first.length }
})()`
