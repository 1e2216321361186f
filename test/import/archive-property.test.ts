import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ExportUnusable } from '#import/problems.ts'
import { exportFiles } from '#shared/import.ts'
import { contentOf, exportParts, zipOf } from '../support/broken-zips.ts'
import { readArchive } from '../support/read-archive.ts'
import { yazlZip } from '../support/yazl-zip.ts'

const texts = Object.fromEntries(exportFiles.map((file) => [file, contentOf(file)]))

const changedBytes = fc
  .array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 })
  .map((changes) => (zip: Buffer) => {
    const bytes = Buffer.from(zip)
    for (const [at, value] of changes) bytes[at % bytes.length] = value
    return bytes
  })
const replacedPiece = fc
  .tuple(fc.nat(), fc.nat(40), fc.uint8Array({ maxLength: 40 }))
  .map(([place, removed, inserted]) => (zip: Buffer) => {
    const at = place % zip.length
    return Buffer.concat([zip.subarray(0, at), inserted, zip.subarray(at + removed)])
  })
const cutOff = fc.nat().map((length) => (zip: Buffer) => zip.subarray(0, length % zip.length))

describe('a zip that was spoilt somehow', () => {
  it('is refused, unless all five files can be read as they were', async () => {
    const zips = [
      zipOf(exportParts()),
      zipOf(exportParts().map((part) => ({ ...part, isStored: true }))),
      await yazlZip({}, true),
      await yazlZip({ forceZip64Format: true }),
    ]
    const spoil = fc.oneof(changedBytes, replacedPiece, cutOff)
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...zips), spoil, async (zip, spoilt) => {
        const result = await readArchive(spoilt(zip)).catch((error: unknown) => error)
        if (!(result instanceof ExportUnusable)) expect(result).toEqual(texts)
      }),
      { numRuns: 1000 },
    )
  })
})
