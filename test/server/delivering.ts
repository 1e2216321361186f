import { randomBytes } from 'node:crypto'
import type { Readable } from 'node:stream'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { importAnswerSchema, type Import } from '#shared/import.ts'
import { addEmptyCourse } from './support/course.ts'
import { createImportSite, type ImportSite } from './import-site.ts'
import { listening } from './support/listening.ts'

interface Delivery {
  code?: string
  token?: string
  headers?: Record<string, string>
}

/** A listening site for exporters: `ABC10` is a course of its server, `SOUTH` of another one, `NOWHERE` of none. */
export function useDeliveries() {
  let site: ImportSite
  let server: Awaited<ReturnType<typeof listening>>
  let otherToken = ''

  beforeAll(async () => {
    site = await createImportSite()
    server = await listening(site)
    const other = await site.addServer('South')
    otherToken = other.token
    await addEmptyCourse(site.pool, { code: 'SOUTH', lmsServerId: other.id })
    await addEmptyCourse(site.pool, { code: 'NOWHERE' })
  })
  afterAll(async () => {
    await server.close()
    await site.drop()
  })
  afterEach(async () => {
    await site.pool.query('DELETE FROM imports')
    site.published.length = 0
  })

  return {
    get site() {
      return site
    },
    get server() {
      return server
    },
    get otherToken() {
      return otherToken
    },
    put: (
      body: string | Buffer | Readable,
      { code = 'ABC10', token = site.server.token, headers = {} }: Delivery = {},
    ) =>
      server.send(`/api/course_imports/${code}`, {
        method: 'PUT',
        headers: { Authorization: `Token ${token}`, ...headers },
        body,
      }),
    countImports: async () => (await site.rows('SELECT id FROM imports')).length,
    unfinished: async () => (await site.processing()).filter((name) => name.endsWith('.part')),
  }
}

export const someBytes = () => randomBytes(200_000)

/** The import of an answer, which must be a success. */
export function importOf({ status, body }: { status: number | undefined; body: string }): Import {
  expect([200, 201, 202]).toContain(status)
  const answer = JSON.parse(body) as { import: Import }
  expect(importAnswerSchema.parse(answer)).toEqual(answer)
  return answer.import
}
