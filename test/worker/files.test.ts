import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fingerprintFile, lstatIfThere, moveFile, openRegularFile } from '#lib/files.ts'

let directory: string
let elsewhere: string
const memory = '/dev/shm'
/** A second file system, where the machine has one. */
const hasTwo = existsSync(memory) && statSync(memory).dev !== statSync(tmpdir()).dev

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cloop-test-'))
  elsewhere = await mkdtemp(join(hasTwo ? memory : tmpdir(), 'cloop-test-'))
})
afterEach(async () => {
  for (const path of [directory, elsewhere]) await rm(path, { recursive: true })
})

describe('moving a file', () => {
  test.each([
    ['within a file system', () => join(directory, 'to')],
    ['to another file system', () => join(elsewhere, 'to')],
  ])('%s leaves the whole file there and nothing here', async (_, target) => {
    const content = Buffer.alloc(300_000, 'cloop')
    await writeFile(join(directory, 'from'), content)
    await moveFile(join(directory, 'from'), target())
    expect(await readFile(target())).toEqual(content)
    expect(await lstatIfThere(join(directory, 'from'))).toBeUndefined()
    expect((await readdir(elsewhere)).filter((name) => name !== 'to')).toEqual([])
  })

  test.skipIf(!hasTwo)('clears away what a copy has left that was cut short', async () => {
    await writeFile(join(directory, 'from'), 'whole')
    await writeFile(join(elsewhere, '.to.0123456789ab.part'), 'wh')
    await writeFile(join(elsewhere, '.to2.0123456789ab.part'), 'another')
    await moveFile(join(directory, 'from'), join(elsewhere, 'to'))
    expect((await readdir(elsewhere)).sort()).toEqual(['.to2.0123456789ab.part', 'to'])
  })

  test('that is not there is an error and touches nothing', async () => {
    await writeFile(join(elsewhere, 'to'), 'old')
    await expect(moveFile(join(directory, 'from'), join(elsewhere, 'to'))).rejects.toThrow('ENOENT')
    expect(await readFile(join(elsewhere, 'to'), 'utf8')).toBe('old')
  })

  test('into a directory that is not there leaves it where it is', async () => {
    await writeFile(join(directory, 'from'), 'kept')
    await expect(moveFile(join(directory, 'from'), join(elsewhere, 'no', 'to'))).rejects.toThrow(
      'ENOENT',
    )
    expect(await readFile(join(directory, 'from'), 'utf8')).toBe('kept')
  })
})

describe('opening', () => {
  test('a file gives its checksum and size', async () => {
    await writeFile(join(directory, 'file'), 'cloop')
    expect(await fingerprintFile(join(directory, 'file'))).toEqual({
      sha256: createHash('sha256').update('cloop').digest('hex'),
      sizeBytes: 5,
    })
  })

  test('a link, a pipe or a directory is refused, and nothing is waited for', async () => {
    await symlink('/etc/passwd', join(directory, 'link'))
    execFileSync('mkfifo', [join(directory, 'pipe')])
    for (const path of [join(directory, 'link'), join(directory, 'pipe'), directory]) {
      await expect(openRegularFile(path)).rejects.toThrow('is not a file')
    }
  })
})
