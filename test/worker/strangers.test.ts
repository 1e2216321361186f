import { execFileSync } from 'node:child_process'
import { appendFile, mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises'
import net from 'node:net'
import { join } from 'node:path'
import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import { scanImports } from '#worker/scan-imports.ts'
import type { Clock } from '#worker/take-dropped.ts'
import { clockWith, useDropPlace } from './drop-place.ts'
import { emptyZip } from './support.ts'

const world = useDropPlace()

describe('what is no export', () => {
  test('uploads under way, links, pipes, sockets and odd names are left alone and hold nobody up (D01, D09, D10)', async () => {
    await world.drop(`${world.serverId}_BIO.zip.part`)
    await world.drop(`.${world.serverId}_BIO.zip`)
    await mkdir(join(world.place.drop, `${world.serverId}_BIO_d.zip`))
    await mkdir(join(world.place.drop, 'old'))
    await symlink('/etc/passwd', join(world.place.drop, `${world.serverId}_BIO_link.zip`))
    execFileSync('mkfifo', [join(world.place.drop, `${world.serverId}_BIO_pipe.zip`)])
    await world.drop(`-rf_${'x'.repeat(20)}.zip`)
    await world.drop('1_BIO\n{"level":60,"msg":"forged"}.zip')
    await writeFile(
      Buffer.concat([
        Buffer.from(`${world.place.drop}/1_B`),
        Buffer.from([0xff]),
        Buffer.from('.zip'),
      ]),
      emptyZip,
    )
    const socket = net.createServer().listen(join(world.place.drop, `${world.serverId}_BIO_s.zip`))
    const before = (await readdir(world.place.drop, 'buffer')).length
    const lines: string[] = []
    const log = pino({}, { write: (line: string) => void lines.push(line) })
    const worker = { ...world.context(), log }
    expect(await scanImports(worker, clockWith())).toBe('9 left alone')
    socket.close()
    expect(await world.rows()).toEqual([])
    expect(before).toBe(10)
    const warning = lines.find((line) => line.includes('odd things'))!
    expect(warning.trim().split('\n')).toHaveLength(1)
    expect(JSON.parse(warning)).toMatchObject({
      count: 7,
      names: expect.arrayContaining(['1_B?.zip']),
    })
  })

  test.each([
    ['99999_BIO_1.zip', 'there is no LMS server 99999'],
    ['SERVER_CHEM_1.zip', 'no course of LMS server SERVER has a code that fits "CHEM_1"'],
    ['export.zip', 'the name is not'],
  ])(
    '%s goes to the unrecognised ones, with the reason beside it (D08)',
    async (pattern, reason) => {
      const name = pattern.replace('SERVER', String(world.serverId))
      await world.drop(name)
      expect(await scanImports(world.context(), clockWith())).toBe('1 unrecognised')
      const folder = join(world.place.drop, 'unrecognised')
      expect((await readdir(folder)).sort()).toEqual([name, `${name}.txt`])
      expect(await readFile(join(folder, `${name}.txt`), 'utf8')).toContain(
        reason.replace('SERVER', String(world.serverId)),
      )
      expect(await world.rows()).toEqual([])
    },
  )

  test('of one name twice is kept twice', async () => {
    await world.drop('export.zip', 'first')
    await scanImports(world.context(), clockWith())
    await world.drop('export.zip', 'second')
    await scanImports(world.context(), clockWith())
    const folder = join(world.place.drop, 'unrecognised')
    expect((await readdir(folder)).sort()).toEqual([
      'export (2).zip',
      'export (2).zip.txt',
      'export.zip',
      'export.zip.txt',
    ])
    expect(await readFile(join(folder, 'export.zip'), 'utf8')).toBe('first')
  })

  test('is never overwritten by the reason of another', async () => {
    const late: Clock = { now: () => Date.now() + 601_000, wait: () => Promise.resolve() }
    await world.drop('export.zip.txt', 'a file of its own')
    expect(await scanImports(world.context(), late)).toBe('1 unrecognised')
    await world.drop('export.zip', 'another')
    expect(await scanImports(world.context(), clockWith())).toBe('1 unrecognised')
    const folder = join(world.place.drop, 'unrecognised')
    expect(await readFile(join(folder, 'export.zip.txt'), 'utf8')).toBe('a file of its own')
    expect(await readFile(join(folder, 'export (2).zip'), 'utf8')).toBe('another')
  })

  test('is not moved while it still grows', async () => {
    const path = await world.drop('export.zip', 'a')
    const clock = clockWith(async (looks) => {
      expect(await readdir(world.place.drop)).toEqual(['export.zip'])
      if (looks === 1) await appendFile(path, 'b')
    })
    expect(await scanImports(world.context(), clock)).toBe('1 unrecognised')
  })

  test('under a name that is no zip may be an upload: it is moved only after the time-out', async () => {
    await world.drop('export.zip.uploading')
    expect(await scanImports(world.context(), clockWith())).toBe('1 not whole yet')
    const late: Clock = { now: () => Date.now() + 601_000, wait: () => Promise.resolve() }
    expect(await scanImports(world.context(), late)).toBe('1 unrecognised')
  })
})
