import { expect, it } from 'vitest'
import { Hono } from 'hono'
import { z } from 'zod'
import type { Page } from '#shared/page.ts'
import type { SiteEnv } from '../deps.ts'
import { accept } from './accept.ts'
import { listAsCsv, readPart, type List } from './lists.ts'

interface Row {
  id: number
}
const all = 12_000
const query = z.object({
  limit: z.coerce.number().optional(),
  offset: z.coerce.number().default(0),
  format: z.literal('csv').optional(),
})
type Query = z.infer<typeof query>

/** Rows whose numbers divide by ten were deleted after they had been chosen. */
const list: List<Query, Row> = {
  name: 'numbers',
  read: (_, { limit, offset }: Page) => {
    const ids = Array.from({ length: Math.min(limit, all - offset) }, (_, index) => offset + index)
    return Promise.resolve(ids.map((id) => (id % 10 === 0 ? undefined : { id })))
  },
  count: () => Promise.resolve(all),
  table: (rows) => ({ header: ['id'], rows: rows.map(({ id }) => [id]) }),
}
const app = new Hono<SiteEnv>().get('/', accept('query', query), listAsCsv(list), async (c) =>
  c.json(await readPart(c, list, c.req.valid('query'))),
)

it('goes on to the end of the list although rows vanish while it is copied', async () => {
  const csv = await (await app.request('/?format=csv')).text()
  const lines = csv.trimEnd().split('\r\n')
  expect(lines).toHaveLength(1 + all * 0.9)
  expect(lines.at(-1)).toBe(String(all - 1))
})

it('leaves them out of a page', async () => {
  const rows = await (await app.request('/?limit=3')).json()
  expect(rows).toEqual([{ id: 1 }, { id: 2 }])
})
