import { execFileSync } from 'node:child_process'
import { mkdir, symlink } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { looksComplete } from '#import/blackboard/archive.ts'
import { exportParts, zipOf } from '../support/broken-zips.ts'
import { withFile } from '../support/read-archive.ts'

const intact = zipOf(exportParts())
/** A zip of which only the bytes of `[from, to)` have arrived in a file of the right size. */
const arrived = (from: number, to: number) => Buffer.from(intact).fill(0, 0, from).fill(0, to)

describe('looksComplete', () => {
  it.each<[Awaited<ReturnType<typeof looksComplete>>, string, Buffer]>([
    ['complete', 'an export', intact],
    ['complete', 'an archive without entries', zipOf([])],
    [
      'complete',
      'an export with a comment',
      zipOf(exportParts(), { comment: Buffer.from('by X') }),
    ],
    [
      'complete',
      'one with bytes after its end',
      zipOf(exportParts(), { appended: Buffer.alloc(9) }),
    ],
    [
      'complete',
      'one with bytes before it',
      zipOf(exportParts(), { prepended: Buffer.from('MZ') }),
    ],
    ['complete', 'a part of a split archive', zipOf(exportParts(), { disk: 1 })],
    ['complete', 'one with a wrong count', zipOf(exportParts(), { count: 9 })],
    ['incomplete', 'an empty file', Buffer.alloc(0)],
    ['incomplete', 'the first byte', intact.subarray(0, 1)],
    ['incomplete', 'the first four bytes', intact.subarray(0, 4)],
    ['incomplete', 'half of an export', intact.subarray(0, intact.length / 2)],
    ['incomplete', 'all but the last byte', intact.subarray(0, -1)],
    ['incomplete', 'a blank of the right size', arrived(0, 0)],
    ['incomplete', 'a blank with the first half', arrived(0, intact.length / 2)],
    ['incomplete', 'a blank with the last half', arrived(intact.length / 2, intact.length)],
    [
      'incomplete',
      'an end without a directory',
      Buffer.from(intact).fill(0, intact.indexOf('PK\x01\x02'), intact.length - 22),
    ],
    ['not_a_zip', 'a web page', Buffer.from('<!DOCTYPE html>')],
    ['not_a_zip', 'a short text', Buffer.from('PX')],
  ])('answers %s for %s', async (expected, _, bytes) => {
    expect(await withFile(bytes, looksComplete)).toBe(expected)
  })

  it('does not wait for the writer of a pipe, nor read a folder', async () => {
    await withFile(intact, async (path) => {
      execFileSync('mkfifo', [`${path}.pipe`])
      expect(await looksComplete(`${path}.pipe`)).toBe('not_a_zip')
      await mkdir(`${path}.folder`)
      expect(await looksComplete(`${path}.folder`)).toBe('not_a_zip')
    })
  })

  it('does not follow a link, and leaves a missing file to its caller', async () => {
    await withFile(intact, async (path) => {
      await symlink(path, `${path}.link`)
      await expect(looksComplete(`${path}.link`)).rejects.toMatchObject({ code: 'ELOOP' })
      await expect(looksComplete(`${path}.gone`)).rejects.toMatchObject({ code: 'ENOENT' })
    })
  })
})
