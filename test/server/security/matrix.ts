import { readFileSync } from 'node:fs'
import type { TestSite } from '../support/site.ts'

const accesses = ['public', 'session', 'course', 'admin', 'exporter', 'looking'] as const
export type Access = (typeof accesses)[number]

/** Every line of the matrix: a route, and who may call it. */
export function readMatrix(): Map<string, Access> {
  const text = readFileSync(new URL('authz-matrix.yaml', import.meta.url), 'utf8')
  const matrix = new Map<string, Access>()
  for (const line of text.split('\n').filter((one) => one !== '' && !one.startsWith('#'))) {
    const [, route = '', word] = /^([A-Z]+ \S+): (\w+)$/.exec(line) ?? []
    const access = accesses.find((known) => known === word)
    if (!access || matrix.has(route)) throw new Error(`not a line of the matrix: ${line}`)
    matrix.set(route, access)
  }
  return matrix
}

/** Every route of the running app, as `METHOD /path`. */
export function routesOf({ app }: Pick<TestSite, 'app'>): string[] {
  const routes = app.routes.filter(({ method }) => method !== 'ALL')
  return [...new Set(routes.map(({ method, path }) => `${method} ${path}`))]
}
