import { existsSync, statSync } from 'node:fs'
import { mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { claimFile, mendClaims } from '#worker/claim-file.ts'
import { insertImport, markClaimed } from '#drizzle/claims.ts'
import { look } from '#worker/look.ts'
import { scanImports } from '#worker/scan-imports.ts'
import { clockWith, useDropPlace } from './drop-place.ts'
import { emptyZip, rowsOf } from './support.ts'

const world = useDropPlace()

describe('two scanners at once', () => {
  test('take each of 200 files exactly once, even without the lock between them', async () => {
    for (let index = 0; index < 200; index += 1)
      await world.drop(`${world.serverId}_BIO_${index}.zip`)
    const { files } = await look([world.place.drop])
    const claims = await Promise.all(
      [world.context(), world.context()].map(async (worker) => {
        const ids = []
        for (const file of files)
          ids.push(await claimFile(worker, { file, courseId: world.courseId }))
        return ids.filter((id) => id !== undefined)
      }),
    )
    const all = await world.rows()
    expect(all).toHaveLength(200)
    expect(all.every(({ claimedAt }) => claimedAt !== null)).toBe(true)
    expect(claims.flat().sort((a, b) => a - b)).toEqual(all.map(({ id }) => id))
    expect(new Set(all.map(({ fileName }) => fileName)).size).toBe(200)
    expect(await world.zips()).toEqual(all.map(({ id }) => `${id}.zip`).sort())
  })

  test('do not scan side by side', async () => {
    await world.drop(`${world.serverId}_BIO_1.zip`)
    let second = ''
    const first = await scanImports(
      world.context(),
      clockWith(async () => {
        second = await scanImports(world.context(), clockWith())
      }),
    )
    expect({ first, second }).toEqual({ first: '1 claimed', second: 'another scan is at work' })
  })
})

describe('a recovery beside a scan', () => {
  test.each([
    ['on one file system', tmpdir()],
    ['on two', existsSync('/dev/shm') ? '/dev/shm' : tmpdir()],
  ])('loses and doubles nothing, %s', async (_, parent) => {
    const processing = await mkdtemp(join(parent, 'cloop-test-'))
    world.place.directories.processing = processing
    for (let index = 0; index < 60; index += 1) {
      await world.drop(`${world.serverId}_BIO${index % 2 ? '' : '_101'}_${index}.zip`)
    }
    let isScanning = true
    const recovering = async () => {
      while (isScanning) await mendClaims(world.context())
    }
    const scanning = scanImports(world.context(), clockWith()).finally(() => (isScanning = false))
    await Promise.all([scanning, recovering(), recovering()])
    await mendClaims(world.context())
    const all = await world.rows()
    expect(new Set(all.map(({ fileName }) => fileName)).size).toBe(60)
    expect(all).toHaveLength(60)
    expect(all.every(({ claimedAt }) => claimedAt !== null)).toBe(true)
    expect(await world.zips()).toEqual(all.map(({ id }) => `${id}.zip`).sort())
    expect(await readdir(world.place.drop)).toEqual([])
    await rm(processing, { recursive: true })
  })
})

describe('a crash in the middle of a claim is mended by the next scan', () => {
  const name = () => `${world.serverId}_BIO_1.zip`
  const begin = async () => {
    const path = await world.drop(name())
    return insertImport(world.pool, {
      courseId: world.courseId,
      fileName: name(),
      sourcePath: path,
      sizeBytes: emptyZip.length,
      broughtBy: 'directory',
    })
  }
  const expectOneImport = async (id: number) => {
    const all = await world.rows()
    expect(all).toMatchObject([{ id, state: 'queued', claimedAt: expect.any(Date) }])
    expect(all[0]?.sha256).toHaveLength(64)
    expect(await world.zips()).toEqual([`${id}.zip`])
    expect(await readdir(world.place.drop)).toEqual([])
  }

  test('after the row', async () => {
    const id = await begin()
    const worker = world.context()
    expect(await scanImports(worker, clockWith())).toBe('1 claimed')
    await expectOneImport(id)
    expect(worker.published).toEqual([{ job: 'import-course', importId: id }])
  })

  test('after the rename', async () => {
    const id = await begin()
    await rename(
      join(world.place.drop, name()),
      join(world.place.directories.processing, `${id}.zip`),
    )
    const worker = world.context()
    await scanImports(worker, clockWith())
    await expectOneImport(id)
    expect(worker.published).toEqual([{ job: 'import-course', importId: id }])
  })

  test('after the rename, though another file of that name has come since', async () => {
    const id = await begin()
    await rename(
      join(world.place.drop, name()),
      join(world.place.directories.processing, `${id}.zip`),
    )
    await world.drop(name(), '<html>')
    await scanImports(world.context(), clockWith())
    const all = await world.rows()
    expect(all.map((row) => row.id)).toEqual([id, expect.any(Number)])
    expect(await readFile(join(world.place.directories.processing, `${id}.zip`))).toEqual(emptyZip)
  })

  test('after the rename within the directory, before a copy to another file system', async () => {
    const id = await begin()
    await rename(join(world.place.drop, name()), join(world.place.drop, `.cloop-${id}.zip`))
    await scanImports(world.context(), clockWith())
    await expectOneImport(id)
  })

  test('after the row was marked, before the message', async () => {
    const id = await begin()
    await rename(
      join(world.place.drop, name()),
      join(world.place.directories.processing, `${id}.zip`),
    )
    await markClaimed(world.pool, id, { sha256: 'a'.repeat(64), sizeBytes: emptyZip.length })
    const worker = world.context()
    await scanImports(worker, clockWith())
    await expectOneImport(id)
    expect(worker.published).toEqual([{ job: 'import-course', importId: id }])
  })

  test('after the row, where the file has gone since', async () => {
    await begin()
    await rm(join(world.place.drop, name()))
    await scanImports(world.context(), clockWith())
    expect(await world.rows()).toEqual([])
  })

  test('but a row that an upload is still writing to is left alone', async () => {
    await world.pool.query(
      `INSERT INTO imports (course_id, file_name, size_bytes, brought_by, state, created_at)
       VALUES (?, 'x.zip', 1, 'upload', 'queued', UTC_TIMESTAMP(6))`,
      [world.courseId],
    )
    await scanImports(world.context(), clockWith())
    expect(await world.rows()).toHaveLength(1)
  })
})

describe('another file system than that of the dropped files', () => {
  const memory = '/dev/shm'
  const hasTwo = existsSync(memory) && statSync(memory).dev !== statSync(tmpdir()).dev

  test.skipIf(!hasTwo)('gets the whole file, and nothing of it stays behind', async () => {
    const processing = await mkdtemp(join(memory, 'cloop-test-'))
    world.place.directories.processing = processing
    await world.drop(`${world.serverId}_BIO_1.zip`)
    const worker = world.context()
    expect(await scanImports(worker, clockWith())).toBe('1 claimed')
    const [row] = await world.rows()
    expect(await world.zips()).toEqual([`${row!.id}.zip`])
    expect(await readFile(join(processing, `${row!.id}.zip`))).toEqual(emptyZip)
    expect(await readdir(world.place.drop)).toEqual([])
    await rm(processing, { recursive: true })
  })

  test.skipIf(!hasTwo)('gives each file to one of two scanners', async () => {
    const processing = await mkdtemp(join(memory, 'cloop-test-'))
    world.place.directories.processing = processing
    for (let index = 0; index < 20; index += 1)
      await world.drop(`${world.serverId}_BIO_${index}.zip`)
    const { files } = await look([world.place.drop])
    const claim = async () => {
      for (const file of files) await claimFile(world.context(), { file, courseId: world.courseId })
    }
    await Promise.all([claim(), claim()])
    expect(await world.rows()).toHaveLength(20)
    expect(await world.zips()).toHaveLength(20)
    await rm(processing, { recursive: true })
  })
})

describe('a number that was used before', () => {
  test('does not give the new import the zip of the old one', async () => {
    const [last] = await rowsOf<{ next: number }>(
      world.pool,
      `SELECT AUTO_INCREMENT AS next FROM information_schema.tables
        WHERE table_schema = DATABASE() AND table_name = 'imports'`,
    )
    const stray = join(world.place.directories.processing, `${last!.next}.zip`)
    await writeFile(stray, 'of another course')
    await world.drop(`${world.serverId}_BIO_1.zip`)
    await scanImports(world.context(), clockWith())
    const [row] = await world.rows()
    expect(row!.id).toBe(last!.next)
    expect(await readFile(stray)).toEqual(emptyZip)
    expect((await world.zips()).some((zip) => zip.includes('.stray-'))).toBe(true)
  })
})
