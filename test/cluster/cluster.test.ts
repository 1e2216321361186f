import { describe, expect, test } from 'vitest'
import type { DroppedExport } from './drops.ts'
import { reportStops } from './report.ts'
import { documentedStatements, fillIn } from './statements.ts'
import { judgeImports, type ImportRow } from './verdict.ts'

const zip = Buffer.alloc(0)
const drop = (fileName: string, at: number, isBroken = false): DroppedExport => ({
  ...{ fileName, at, isBroken, zip },
  course: 0,
  isLarge: false,
})
const row = (fileName: string, state: string, finishedAt = new Date(0)): ImportRow => ({
  ...{ fileName, state, finishedAt },
  startedAt: null,
  attempt: 1,
})

describe('the verdict on imports', () => {
  const dropped = [drop('a.zip', 0), drop('b.zip', 0, true)]

  test('is good when each export was imported once and broken ones failed', () => {
    expect(judgeImports([row('a.zip', 'succeeded'), row('b.zip', 'failed')], dropped)).toEqual([])
  })

  test('names what is lost, doubled, or ended otherwise', () => {
    const twice = [row('a.zip', 'succeeded'), row('a.zip', 'succeeded')]
    expect(judgeImports(twice, dropped)).toEqual([
      'a.zip must be succeeded once: succeeded, succeeded',
      'b.zip must be failed once: it is lost',
    ])
    expect(judgeImports([row('a.zip', 'failed')], [drop('a.zip', 0)])).toEqual([
      'a.zip must be succeeded once: failed',
    ])
  })

  test('counts imports of nothing that was dropped', () => {
    const rows = [row('a.zip', 'succeeded'), row('x.zip', 'succeeded')]
    expect(judgeImports(rows, [drop('a.zip', 0)])).toEqual(['2 imports of 1 exports'])
  })
})

test('the report tells of each stop how long nothing went on', () => {
  const at = 1_000_000
  const [, , line] = reportStops({
    stops: [{ what: 'web 1', at, until: at + 20_000, note: '' }],
    clicks: [
      { at: at + 100, ms: 50, ok: true, how: '200' },
      { at: at + 200, ms: 10, ok: false, how: 'ECONNRESET' },
      { at: at + 12_000, ms: 150, ok: true, how: '200' },
    ],
    dropped: [drop('a.zip', at + 1000), drop('b.zip', at + 2000)],
    imports: [
      row('a.zip', 'succeeded', new Date(at + 9000)),
      row('b.zip', 'succeeded', new Date(at + 15_000)),
    ],
  })
  expect(line).toBe('| web 1 | 9.0 | 13.0 / 13.0 | 12.0 | 1 of 3 (1 ECONNRESET) | 0.1 |  |')
})

describe('the documented statements', () => {
  test.each([
    'The first primary',
    'A replica',
    'The primary waits for its replica',
    'Promoting the replica',
  ])('of "%s" are there', (heading) => {
    expect(documentedStatements(heading).length).toBeGreaterThan(0)
  })

  test('apply all that was received before anybody may write', () => {
    const steps = documentedStatements('Promoting the replica')
    const places = ['STOP SLAVE IO_THREAD', 'MASTER_GTID_WAIT', 'RESET SLAVE', 'read_only'].map(
      (words) => steps.findIndex((sql) => sql.includes(words)),
    )
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(places).not.toContain(-1)
    expect(places.at(-1)).toBe(steps.length - 1)
  })

  test('are not run with a gap in them', () => {
    expect(fillIn("SELECT '{a}'", { a: 1 })).toBe("SELECT '1'")
    expect(() => fillIn("SELECT '{b}'", { a: 1 })).toThrow('{b}')
  })
})
