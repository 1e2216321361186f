import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { VisitBlocks } from '#import/visit-blocks.ts'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cloop-blocks-'))
})
afterAll(() => rm(directory, { recursive: true }))

let files = 0
const newBlocks = () => new VisitBlocks(join(directory, `${files++}`), 3, 8)

/** (person, instants) of everyone, in order. */
function read(blocks: VisitBlocks, only?: Parameters<VisitBlocks['students']>[0]) {
  return Array.from(blocks.students(only), ({ userNo, visits }) => [
    userNo,
    ...Array.from({ length: visits.length }, (_, index) => visits.at(index)),
  ])
}

test('visits are given back by person, in time order, once each', () => {
  const blocks = newBlocks()
  for (const at of [90, 10, 50, 10]) blocks.add(3, at, 1)
  for (let at = 0; at < 20; at++) blocks.add(1, 20 - at, 1)
  blocks.finish()
  expect(read(blocks)).toEqual([
    [1, ...Array.from({ length: 20 }, (_, index) => index + 1)],
    [3, 10, 50, 90],
  ])
  expect(blocks.rows).toBe(24)
  blocks.close()
})

test('without visits there is nobody', () => {
  const blocks = newBlocks()
  blocks.finish()
  expect(read(blocks)).toEqual([])
  blocks.close()
})

test('blocks come as soon as they are complete, the last one at the end, and all of them once more', async () => {
  const blocks = newBlocks()
  const arriving = blocks.arriving()
  const first = arriving.next()
  blocks.add(2, 5, 1)
  expect(read(blocks, [(await first).value!])).toEqual([[2, 5]])
  const second = arriving.next()
  blocks.add(2, 6, 1)
  blocks.finish()
  expect(read(blocks, [(await second).value!])).toEqual([[2, 6]])
  expect((await arriving.next()).done).toBe(true)
  expect(await Array.fromAsync(blocks.arriving())).toHaveLength(2)
  blocks.close()
})

test('whoever waits for blocks is told why none will come', async () => {
  const blocks = newBlocks()
  const first = blocks.arriving().next()
  blocks.fail(new RangeError('broken'))
  await expect(first).rejects.toThrow(RangeError)
  blocks.close()
})
