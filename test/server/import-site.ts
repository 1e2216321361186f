import { readdir } from 'node:fs/promises'
import type { RowDataPacket } from 'mysql2'
import type { Job } from '#lib/jobs.ts'
import { hashOfToken, makeToken } from '#server/auth/tokens.ts'
import type { Deps } from '#server/deps.ts'
import { createDirectories } from '../worker/support.ts'
import { addEmptyCourse } from './support/course.ts'
import { createTestSite } from './support/site.ts'

export type ImportSite = Awaited<ReturnType<typeof createImportSite>>

interface Options {
  imports?: Partial<Deps['settings']['imports']>
  stopping?: AbortSignal
  publish?: Deps['publish']
}

/** A site with directories of its own, an administrator, and an LMS server with a course `ABC10` and a token. */
export async function createImportSite({ imports = {}, ...options }: Options = {}) {
  const place = await createDirectories()
  const published: Job[] = []
  const site = await createTestSite({
    publish: (job) => {
      published.push(job)
      return Promise.resolve()
    },
    ...options,
    settings: {
      directories: place.directories,
      imports: { enabled: true, maxUploadBytes: 1_000_000, ...imports },
    },
  })
  const administrator = await site.addPerson('admin@example.edu', { isAdmin: true, name: 'Ada' })
  const server = await addServer('North')
  const courseId = await addEmptyCourse(site.pool, { lmsServerId: server.id })

  /** An LMS server with a token that is known here. */
  async function addServer(name: string) {
    const token = makeToken()
    const [{ insertId: id }] = await site.pool.query<import('mysql2').ResultSetHeader>(
      'INSERT INTO lms_servers (name, token_hash, created_at) VALUES (?, ?, UTC_TIMESTAMP(6))',
      [name, hashOfToken(token)],
    )
    return { id, token }
  }

  return {
    ...site,
    place,
    published,
    administrator,
    server,
    courseId,
    addServer,
    rows: async (sql: string, values: unknown[] = []) =>
      (await site.pool.query<RowDataPacket[]>(sql, values))[0],
    /** What lies in the processing directory, unfinished uploads too. */
    processing: async () => (await readdir(place.directories.processing)).sort(),
    drop: async () => {
      await site.drop()
      await place.remove()
    },
  }
}
