import { readdir } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { exportZip } from '../support/import-run.ts'
import { createImporter } from '#worker/handle-import-course.ts'
import { takeBackExpired } from '#worker/leases.ts'
import { smallExport, useImportPlace } from './import-place.ts'
import { rowsOf, until } from './support.ts'

const world = useImportPlace()

describe('a lease', () => {
  test('that was lost meanwhile keeps the import from committing', async () => {
    const id = await world.queue(exportZip(smallExport))
    const importer = createImporter(world.context())
    let handling: Promise<void> | undefined
    await world.whileCourseIsBusy(async () => {
      handling = importer.handle(id)
      await world.runs(id)
      await world.pool.query("UPDATE imports SET worker = 'another', attempt = 2 WHERE id = ?", [
        id,
      ])
    })
    await handling
    expect(await world.stateOf(id)).toMatchObject({
      state: 'running',
      worker: 'another',
      attempt: 2,
    })
    expect(await world.visits()).toBe(0)
    expect(await readdir(world.place.directories.processing)).toContain(`${id}.zip`)
  })

  test('is renewed for as long as the import runs', async () => {
    const id = await world.queue(exportZip(smallExport))
    const importer = createImporter(world.context({ leaseSeconds: 1 }))
    const leaseUntil = async () => {
      const sql = 'SELECT CAST(lease_until AS CHAR) AS at FROM imports WHERE id = ?'
      const [row] = await rowsOf<{ at: string }>(world.pool, sql, [id])
      return row!.at
    }
    let handling: Promise<void> | undefined
    await world.whileCourseIsBusy(async () => {
      handling = importer.handle(id)
      await world.runs(id)
      const first = await leaseUntil()
      for (let renewals = 0, last = first; renewals < 4; renewals += 1) {
        last = await until(async () => {
          const now = await leaseUntil()
          return now > last ? now : undefined
        })
        expect(await takeBackExpired(world.pool)).toBe(0)
      }
    })
    await handling
    expect(await world.stateOf(id)).toMatchObject({ state: 'succeeded', attempt: 1 })
  })
})

test('a process that ends hands back what it has not finished, without blaming it', async () => {
  const id = await world.queue(exportZip(smallExport))
  const importer = createImporter(world.context())
  let handling: Promise<void> | undefined
  await world.whileCourseIsBusy(async () => {
    handling = importer.handle(id)
    await world.runs(id)
    await importer.handBackAll()
    expect(await world.stateOf(id)).toMatchObject({ state: 'queued', attempt: 0, worker: null })
  })
  await handling
  expect(await world.stateOf(id)).toMatchObject({ state: 'queued', attempt: 0 })
  expect(await world.visits()).toBe(0)
  await importer.handle(id)
  expect(await world.stateOf(id)).toMatchObject({ state: 'succeeded', attempt: 1 })
})
