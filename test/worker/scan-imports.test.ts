import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  appendFile,
  link,
  mkdir,
  readFile,
  readdir,
  rename,
  rm,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'
import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import { claimFile } from '#worker/claim-file.ts'
import { look } from '#worker/look.ts'
import { scanImports } from '#worker/scan-imports.ts'
import type { Clock } from '#worker/take-dropped.ts'
import { clockWith, useDropPlace } from './drop-place.ts'
import { emptyZip } from './support.ts'

const world = useDropPlace()

describe('a dropped export', () => {
  test('is taken: its row, its file under the number of the import, its message', async () => {
    await world.drop('1_X_1.zip')
    const content = Buffer.concat([emptyZip])
    await rename(
      await world.drop('x.part', content),
      join(world.place.drop, `${world.serverId}_BIO_101_1506816000.zip`),
    )
    await rm(join(world.place.drop, '1_X_1.zip'))
    const worker = world.context()
    expect(await scanImports(worker, clockWith())).toBe('1 claimed')
    const [row] = await world.rows()
    expect(row).toMatchObject({
      courseId: world.otherCourseId,
      fileName: `${world.serverId}_BIO_101_1506816000.zip`,
      state: 'queued',
      sha256: createHash('sha256').update(content).digest('hex'),
      claimedAt: expect.any(Date),
    })
    expect(await world.zips()).toEqual([`${row!.id}.zip`])
    expect(await readdir(world.place.drop)).toEqual([])
    expect(worker.published).toEqual([{ job: 'import-course', importId: row!.id }])
  })

  test('is readable for its owner only, whatever the exporter thought', async () => {
    await world.drop(`${world.serverId}_BIO.zip`)
    execFileSync('chmod', ['0777', join(world.place.drop, `${world.serverId}_BIO.zip`)])
    await scanImports(world.context(), clockWith())
    const modes = execFileSync('find', [
      world.place.directories.processing,
      '-name',
      '*.zip',
      '-printf',
      '%m',
    ])
    expect(modes.toString()).toBe('600')
  })

  test('is not taken while it grows (D02), and is when it has come to rest', async () => {
    const path = await world.drop(`${world.serverId}_BIO_1.zip`, emptyZip.subarray(0, 4))
    const whole: string[] = []
    const clock = clockWith(async (looks) => {
      whole.push(...(await world.zips()))
      if (looks <= 3) await appendFile(path, emptyZip.subarray(4 + (looks - 1) * 6, 4 + looks * 6))
    })
    expect(await scanImports(world.context(), clock)).toBe('1 claimed')
    expect(whole).toEqual([])
    const [zip] = await world.zips()
    expect(await readFile(join(world.place.directories.processing, zip!))).toEqual(emptyZip)
  })

  test('that rests half-way is left until it is whole', async () => {
    const path = await world.drop(`${world.serverId}_BIO_1.zip`, 'PK\x03\x04 and half of it')
    expect(await scanImports(world.context(), clockWith())).toBe('1 not whole yet')
    expect(await world.rows()).toEqual([])
    await appendFile(path, emptyZip)
    await truncate(path, 0)
    expect(await scanImports(world.context(), clockWith())).toBe('1 not whole yet')
    await writeFile(path, emptyZip)
    expect(await scanImports(world.context(), clockWith())).toBe('1 claimed')
  })

  test('that was allocated in full and is still blank is left (D03)', async () => {
    await world.drop(`${world.serverId}_BIO_1.zip`, Buffer.alloc(5000))
    expect(await scanImports(world.context(), clockWith())).toBe('1 not whole yet')
  })

  test.each(['', 'PK\x03\x04 half', '\0\0\0\0\0\0'])(
    'that never becomes whole (%j) becomes an import after the time-out, for the import to judge',
    async (content) => {
      await world.drop(`${world.serverId}_BIO_1.zip`, content)
      const late: Clock = { now: () => Date.now() + 601_000, wait: () => Promise.resolve() }
      expect(await scanImports(world.context({ settleTimeoutSeconds: 600 }), late)).toBe(
        '1 claimed',
      )
    },
  )

  test('that is no zip at all becomes an import at once, for the import to judge', async () => {
    await world.drop(`${world.serverId}_BIO_1.zip`, '<html>not found</html>')
    expect(await scanImports(world.context(), clockWith())).toBe('1 claimed')
  })

  test.each(['1970-01-01T00:00:00Z', '2100-01-01T00:00:00Z'])(
    'that says it was modified at %s is taken like any other (D13)',
    async (instant) => {
      const path = await world.drop(`${world.serverId}_BIO_1.zip`)
      await utimes(path, new Date(instant), new Date(instant))
      expect(await scanImports(world.context(), clockWith())).toBe('1 claimed')
    },
  )

  test('of the same name again while the first is under way is another import (D06)', async () => {
    await world.drop(`${world.serverId}_BIO.zip`)
    await scanImports(world.context(), clockWith())
    await world.drop(`${world.serverId}_BIO.zip`, Buffer.concat([emptyZip]))
    await scanImports(world.context(), clockWith())
    expect(await world.rows()).toHaveLength(2)
    expect(await world.zips()).toHaveLength(2)
  })

  test('that is taken away between look and claim is not missed by anyone (D15)', async () => {
    const path = await world.drop(`${world.serverId}_BIO.zip`)
    const [file] = (await look([world.place.drop])).files
    await rm(path)
    expect(
      await claimFile(world.context(), { file: file!, courseId: world.courseId }),
    ).toBeUndefined()
    expect(await world.rows()).toEqual([])
  })

  test('waits with its message until those of its course before it are done', async () => {
    await world.drop(`${world.serverId}_BIO_1.zip`)
    await world.drop(`${world.serverId}_BIO_2.zip`)
    await world.drop(`${world.serverId}_BIO_101_1.zip`)
    const worker = world.context()
    await scanImports(worker, clockWith())
    const all = await world.rows()
    const first = [world.courseId, world.otherCourseId].map(
      (id) => all.find((row) => row.courseId === id)!.id,
    )
    expect(worker.published).toEqual(
      first.sort((a, b) => a - b).map((importId) => ({ job: 'import-course', importId })),
    )
  })

  test('is left alone while importing is switched off', async () => {
    await world.drop(`${world.serverId}_BIO.zip`)
    expect(await scanImports(world.context({ enabled: false }), clockWith())).toBe(
      'importing is switched off',
    )
    expect(await readdir(world.place.drop)).toHaveLength(1)
  })
})

describe('several directories', () => {
  test('are all looked through; one that is missing is reported and fails nothing (D11)', async () => {
    await world.drop(`${world.serverId}_BIO_1.zip`)
    const second = join(world.place.root, 'second')
    await mkdir(second)
    await writeFile(join(second, `${world.serverId}_BIO_2.zip`), emptyZip)
    const missing = join(world.place.root, 'missing')
    world.place.directories.imports.push(missing, second)
    const errors: unknown[] = []
    const log = pino({}, { write: (line: string) => void errors.push(JSON.parse(line)) })
    expect(await scanImports({ ...world.context(), log }, clockWith())).toBe(
      `cannot look at ${missing} (it is missing), 2 claimed`,
    )
    expect(errors).toMatchObject([{ level: 50, path: missing, err: { code: 'ENOENT' } }])
    expect(await world.rows()).toHaveLength(2)
  })
})

test('hard links of one file are imports of their own', async () => {
  const path = await world.drop(`${world.serverId}_BIO_1.zip`)
  await link(path, join(world.place.drop, `${world.serverId}_BIO_2.zip`))
  expect(await scanImports(world.context(), clockWith())).toBe('2 claimed')
  const [first, second] = await world.rows()
  expect(first!.sha256).toBe(second!.sha256)
})
