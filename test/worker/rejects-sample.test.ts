import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { RejectsFile } from '#import/rejects-file.ts'
import type { TableRow } from '#import/blackboard/tables.ts'
import { sampleRejects } from '#worker/rejects-sample.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cloop-test-'))
})
afterEach(() => rm(directory, { recursive: true }))

const path = () => join(directory, 'rejects.csv')
const row = (line: number, raw: string) => ({ line, raw }) as TableRow

describe('a sample of skipped rows', () => {
  test('is what the import wrote, quotes and line ends too', async () => {
    const rejects = new RejectsFile(path())
    const rows = [
      '1|10||x',
      '"a\nb"|""|c',
      'activity.txt,7,unknown_user,"no',
      '"',
      '',
      'a\r\nb',
      '"""',
    ]
    rows.forEach((raw, index) => rejects.add('activity.txt', row(index + 2, raw), 'unknown_user'))
    rejects.close()
    const sample = await sampleRejects(path(), 100)
    expect(sample.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6, 7, 8])
    expect(sample.map(({ text }) => text)).toEqual(rows.map((raw) => raw.replaceAll('\r\n', '\n')))
    expect(sample[0]).toMatchObject({ file: 'activity.txt', reason: 'unknown_user' })
  })

  test('shows every kind, the rare ones wholly, in the order of files and lines', async () => {
    const rejects = new RejectsFile(path())
    for (let line = 2; line < 500; line += 1)
      rejects.add('activity.txt', row(line, 'a'), 'no_target')
    for (let line = 2; line < 500; line += 1) rejects.add('forums.txt', row(line, 'b'), 'empty_key')
    for (const line of [7, 600]) rejects.add('activity.txt', row(line, 'c'), 'bad_timestamp')
    rejects.close()
    const sample = await sampleRejects(path(), 10)
    expect(sample.map(({ file, line, reason }) => `${file} ${line} ${reason}`)).toEqual([
      ...[2, 3, 4, 5].map((line) => `forums.txt ${line} empty_key`),
      ...[2, 3, 4, 5].map((line) => `activity.txt ${line} no_target`),
      'activity.txt 7 bad_timestamp',
      'activity.txt 600 bad_timestamp',
    ])
  })

  test('of a file that is too long is of its beginning', async () => {
    const head = 'file,line,reason,text\r\nactivity.txt,2,no_target,"first"\r\n'
    const long = `activity.txt,3,no_target,"${'x'.repeat(20 * 2 ** 20)}"\r\n`
    await writeFile(path(), head + long)
    expect(await sampleRejects(path(), 100)).toMatchObject([{ line: 2, text: 'first' }])
  })

  test('cuts rows that are long', async () => {
    const rejects = new RejectsFile(path())
    rejects.add('activity.txt', row(2, `"${'y'.repeat(1000)}\n`.repeat(1000)), 'malformed_row')
    rejects.close()
    const [sample] = await sampleRejects(path(), 100)
    expect(sample!.text).toMatch(/^"y{499}$/)
  })

  test('of no file, an empty one and a strange one is empty', async () => {
    expect(await sampleRejects(path(), 100)).toEqual([])
    for (const content of ['', 'file,line,reason,text\r\n', 'x,y\n"', 'a.txt,1,no_target,"x"\n']) {
      await writeFile(path(), content)
      expect(await sampleRejects(path(), 100)).toEqual([])
    }
  })
})
