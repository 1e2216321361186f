import { describe, expect, test } from 'vitest'
import { backupName, isLeftover, parseBackupName, tooMany } from './thin-out.ts'

const at = (text: string) => ({ fileName: text, madeAt: new Date(text) })
const hourMs = 3600_000

test('the name of a backup tells its database and its time', () => {
  const madeAt = new Date('2026-11-21T02:15:07.123Z')
  expect(backupName('cloop', madeAt)).toBe('cloop-cloop-20261121T021507Z.sql.gz')
  expect(parseBackupName('cloop', 'cloop-cloop-20261121T021507Z.sql.gz')).toEqual(
    new Date('2026-11-21T02:15:07Z'),
  )
  for (const other of [
    'cloop-other-20261121T021507Z.sql.gz',
    'cloop-cloop-20261321T021507Z.sql.gz',
    'cloop-cloop-20261121T021507Z.sql.gz.part',
    'notes.txt',
  ]) {
    expect(parseBackupName('cloop', other)).toBeUndefined()
  }
})

test('what a killed backup has left is known by its name, and by not having grown for half a day', () => {
  const now = new Date('2026-11-21T12:00:00Z')
  const isGone = (fileName: string, hours: number) =>
    isLeftover('cloop', { fileName, changedAt: new Date(+now - hours * hourMs) }, now)
  const part = 'cloop-cloop-20261121T021507Z.sql.gz.part'
  expect(isGone(part, 13)).toBe(true)
  expect(isGone(part, 11)).toBe(false)
  for (const other of [
    'cloop-cloop-20261121T021507Z.sql.gz',
    'cloop-other-20261121T021507Z.sql.gz.part',
    'notes.part',
  ]) {
    expect(isGone(other, 1000)).toBe(false)
  }
})

describe('thinning out', () => {
  test('keeps the newest, however old', () => {
    expect(tooMany([at('2020-01-01T00:00:00Z')], new Date('2026-11-21'))).toEqual([])
  })

  test('keeps all of two days, then the last of each day', () => {
    const backups = ['2026-11-20T01', '2026-11-20T13', '2026-11-17T01', '2026-11-17T13'].map(
      (hour) => at(`${hour}:00:00Z`),
    )
    expect(tooMany(backups, new Date('2026-11-21T00:00:00Z'))).toEqual([at('2026-11-17T01:00:00Z')])
  })

  test('two years of nightly backups leave 14 days, 8 weeks and 12 months', () => {
    const now = new Date('2026-11-21T12:00:00Z')
    const nightly = Array.from({ length: 730 }, (_, nights) => ({
      fileName: String(nights),
      madeAt: new Date(+now - (nights * 24 + 9) * hourMs),
    }))
    const gone = new Set(tooMany(nightly, now))
    const days = nightly
      .filter((backup) => !gone.has(backup))
      .map(({ madeAt }) => madeAt.toISOString().slice(0, 10))
    expect(days.slice(0, 14)).toEqual(
      nightly.slice(0, 14).map(({ madeAt }) => madeAt.toISOString().slice(0, 10)),
    )
    // Sundays are the last of their weeks; the two newest weeks are among the days.
    expect(days).toEqual(expect.arrayContaining(['2026-11-01', '2026-10-25', '2026-10-04']))
    expect(days).not.toContain('2026-09-27')
    expect(days.slice(-3)).toEqual(['2026-02-28', '2026-01-31', '2025-12-31'])
    // Thinning out each night comes to the same as thinning out once.
    expect(
      tooMany(
        nightly.filter((backup) => !gone.has(backup)),
        now,
      ),
    ).toEqual([])
  })
})
