import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { createMetrics } from '#server/metrics.ts'
import { createBeatMetrics, createWorkerMetrics } from '#worker/metrics.ts'

const read = (name: string) => readFileSync(new URL(`monitoring/${name}`, import.meta.url), 'utf8')

const rulesSchema = z.strictObject({
  groups: z.array(
    z.strictObject({
      name: z.string(),
      rules: z.array(
        z.strictObject({
          alert: z.string().regex(/^Cloop[A-Z]/),
          expr: z.string(),
          for: z
            .string()
            .regex(/^\d+[smh]$/)
            .optional(),
          labels: z.strictObject({ severity: z.enum(['critical', 'warning']) }),
          annotations: z.strictObject({ summary: z.string(), description: z.string() }),
        }),
      ),
    }),
  ),
})
const boardSchema = z.object({
  title: z.literal('cloop'),
  panels: z.array(z.object({ targets: z.array(z.object({ expr: z.string() })) })),
})

/** Names of everything that web, worker and beat show, with what a histogram adds. */
async function shownNames(): Promise<Set<string>> {
  const nothing = { import: 0, mail: 0, task: 0, dead: 0 }
  const registries = [
    createMetrics().registry,
    createWorkerMetrics().registry,
    createBeatMetrics(() => Promise.resolve(nothing)),
  ]
  const metrics = (await Promise.all(registries.map((one) => one.getMetricsAsJSON()))).flat()
  return new Set(
    metrics.flatMap(({ name }) => [name, `${name}_bucket`, `${name}_count`, `${name}_sum`]),
  )
}
const namesIn = (expression: string) => expression.match(/\b(cloop|nodejs|process)_\w+/g) ?? []

const rules = rulesSchema.parse(parse(read('alerts.yml'))).groups.flatMap((group) => group.rules)
const board = boardSchema.parse(JSON.parse(read('grafana-cloop.json')))
const expressions = [
  ...rules.map(({ expr }) => expr),
  ...board.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
]

test('alert rules and board ask for figures that there are', async () => {
  const shown = await shownNames()
  expect(rules.length).toBeGreaterThan(5)
  expect(board.panels.length).toBeGreaterThan(5)
  for (const expression of expressions) {
    for (const name of namesIn(expression)) expect(shown).toContain(name)
  }
})

test('alerts have names of their own, and Prometheus reads their file', () => {
  const names = rules.map(({ alert }) => alert)
  expect(new Set(names).size).toBe(names.length)
  const config = z
    .object({ rule_files: z.array(z.string()), scrape_configs: z.array(z.unknown()) })
    .parse(parse(read('prometheus.yml')))
  expect(config.rule_files).toEqual(['alerts.yml'])
})

test('our own figures are named as Prometheus wants them: with their unit at the end', async () => {
  const own = [...(await shownNames())].filter((name) =>
    /^cloop_[a-z_]+(?<!bucket|count|sum)$/.test(name),
  )
  expect(own.length).toBeGreaterThan(4)
  for (const name of own) expect(name).toMatch(/_(seconds|total|messages)$/)
})
