import { openPool } from '#drizzle/pool.ts'
import { readVersion } from '#drizzle/presence.ts'
import { loadSettings } from '#lib/lifecycle.ts'
import { runChecks } from '#server/checks/run-checks.ts'
import type { Check } from '#shared/checks.ts'
import { CommandError, defineCommand } from '../command.ts'

const marks: Record<Check['outcome'], string> = {
  passed: 'passed     ',
  failed: 'FAILED     ',
  'not tested': 'not tested ',
}

export const check = defineCommand({
  summary: 'Checks the whole deployment; exit code 1 if something failed.',
  takes: [],
  options: { json: { type: 'boolean', says: 'for programs: {"checks": [...]}' } },
  details:
    'A check has passed, has failed (what to do stands below it), or could not be tested here.\nIt takes some seconds: each queue is asked, and has time to answer.',
  async run({ options }) {
    const config = loadSettings()
    const pool = openPool(config.database, 4)
    try {
      const now = () => new Date()
      const checks = await runChecks({ config, pool, version: readVersion(), now })
      console.log(options.json ? JSON.stringify({ checks }, undefined, 2) : inWords(checks))
      const failures = checks.filter(({ outcome }) => outcome === 'failed')
      if (failures.length > 0) {
        throw new CommandError(
          `${failures.length} of ${checks.length} checks failed: ${failures.map(({ name }) => name).join(', ')}`,
        )
      }
    } finally {
      await pool.end()
    }
  },
})

function inWords(checks: Check[]): string {
  const width = Math.max(...checks.map(({ name }) => name.length)) + 2
  return checks
    .flatMap(({ name, outcome, text, advice }) => [
      `${marks[outcome]}${name.padEnd(width)}${text}`,
      ...(advice ? [`${' '.repeat(marks[outcome].length)}→ ${advice}`] : []),
    ])
    .join('\n')
}
