import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { fileNameOf, partsWith, type BadInput } from '../support/bad-inputs/bad-input.ts'
import { bombOf } from '../support/bad-inputs/bomb.ts'
import { hostileEntries } from '../support/bad-inputs/hostile-entries.ts'
import type { ReadCosts } from '../support/bad-inputs/read-child.ts'
import { zipOf } from '../support/broken-zips.ts'

const child = join(import.meta.dirname, '../support/bad-inputs/read-child.ts')
const run = promisify(execFile)
const mebibyte = 2 ** 20

/** Larger than those of the table: what is read of them must not grow with them. */
const large: BadInput[] = [
  {
    ...{ id: 'Z30', what: 'bomb-of-1-gib', outcome: 'unsafe_zip' },
    zip: () => zipOf(partsWith(bombOf(1024 * mebibyte))),
  },
  {
    ...{ id: 'Z31', what: 'bomb-of-1-gib-says-1000', outcome: 'unsafe_zip' },
    zip: () => zipOf(partsWith({ ...bombOf(1024 * mebibyte), both: { uncompressedSize: 1000 } })),
  },
  {
    ...{ id: 'C24', what: 'row-without-an-end', outcome: 'unclosed_quote' },
    zip: () => zipOf(partsWith(bombOf(200 * mebibyte, 8))),
  },
]
const bounded = [
  ...large,
  ...hostileEntries.filter(({ id }) => ['Z30', 'Z31', 'Z32', 'Z33', 'Z34', 'Z43'].includes(id)),
]

test('bombs and swarms of entries are refused after a look at little of them, in little memory', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'cloop-hostile-'))
  try {
    const paths = [join(directory, 'good.zip')]
    await writeFile(paths[0]!, zipOf(partsWith()))
    for (const input of bounded) {
      const path = join(directory, fileNameOf(input))
      await writeFile(path, await input.zip())
      paths.push(path)
    }
    const { stdout } = await run(process.execPath, [child, ...paths])
    const { files, grownMebibytes } = JSON.parse(stdout) as ReadCosts
    for (const input of bounded) {
      const cost = files[fileNameOf(input)]!
      expect({ name: fileNameOf(input), outcome: cost.outcome }).toEqual({
        name: fileNameOf(input),
        outcome: input.outcome,
      })
      // What may be unpacked of a bomb, 100 MiB, takes up a thousandth of that in the file.
      expect(cost.bytesRead).toBeLessThan(mebibyte)
      expect(cost.rows).toBeLessThan(100)
    }
    expect(grownMebibytes).toBeLessThan(128)
  } finally {
    await rm(directory, { recursive: true })
  }
})
