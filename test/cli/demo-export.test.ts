import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPromise } from 'yauzl'
import { exportFiles } from '#shared/import.ts'
import { runCloop } from './run-cloop.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cloop-demo-'))
})
afterAll(() => rm(folder, { recursive: true }))

const small = ['--students', '12', '--weeks', '9', '--visits', '1500', '--seed', '5']

async function demoExport(name: string, ...words: string[]) {
  const path = join(folder, name)
  return { path, ...(await runCloop(['demo-export', ...words, path])) }
}

async function readZip(path: string): Promise<Map<string, Record<string, string>[]>> {
  const tables = new Map<string, Record<string, string>[]>()
  const zip = await openPromise(path)
  for await (const entry of zip.eachEntry()) {
    const content = await text(await zip.openReadStreamPromise(entry))
    tables.set(entry.fileName, parse(content, { delimiter: '|', columns: true }))
  }
  return tables
}

test('the export holds the five files, and says how many rows of each', async () => {
  const { code, output, path } = await demoExport('small.zip', ...small)
  expect(code).toBe(0)
  const tables = await readZip(path)
  expect([...tables.keys()]).toEqual(exportFiles)
  const rows = (name: string) => tables.get(name)!.length
  expect(rows('activity.txt')).toBe(1500)
  expect(output).toBe(
    `wrote ${path}: 1,500 visits, ${rows('assessments.txt')} attempts and ${rows('forums.txt')} posts by 14 people on ${rows('all_resources.txt')} resources\n`,
  )
  expect((await stat(path)).mode & 0o777).toBe(0o600)
})

test('visits counted by hand agree with days, people and things of the course', async () => {
  const tables = await readZip((await demoExport('counted.zip', ...small)).path)
  const visits = tables.get('activity.txt')!
  const of = (column: string) => Map.groupBy(visits, (row) => row[column]!)
  const people = of('user_key')
  expect([...people.values()].reduce((sum, rows) => sum + rows.length, 0)).toBe(1500)
  const days = new Set(visits.map(({ timestamp }) => timestamp!.slice(0, 10)))
  expect([...days].sort()[0]).toBe('2026-02-23')
  expect([...days].sort().at(-1)! <= '2026-04-26').toBe(true)
  const times = visits.map(({ timestamp }) => Date.parse(timestamp!))
  expect(times).toEqual(times.toSorted((a, b) => a - b))
})

test('the same options make the same bytes in whatever zone the computer is, another seed others', async () => {
  const make = async (name: string, zone: string, ...words: string[]) => {
    const path = join(folder, name)
    await runCloop(['demo-export', ...small, ...words, path], { environment: { TZ: zone } })
    return readFile(path)
  }
  const first = await make('a.zip', 'UTC')
  expect((await make('b.zip', 'Pacific/Auckland')).equals(first)).toBe(true)
  expect((await make('c.zip', 'UTC', '--seed', '6')).equals(first)).toBe(false)
})

test('an export that cannot be written leaves nothing behind', async () => {
  await writeFile(join(folder, 'file'), '')
  const { code, errors } = await demoExport('file/x.zip', ...small)
  expect(code).toBe(1)
  expect(errors).toMatch(/cannot be written/)
  expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([])
})

test('options that make no course are refused by name', async () => {
  const { code, errors } = await demoExport('never.zip', '--start', '2026-02-24')
  expect(code).toBe(2)
  expect(errors).toBe('cloop: --start is 2026-02-24: it must be a Monday, such as 2026-02-23\n')
})
