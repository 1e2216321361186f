import { readSiteState } from '#drizzle/site-state.ts'
import type { Check } from '#shared/checks.ts'
import { brokerChecks } from './broker-checks.ts'
import { databaseChecks } from './database-checks.ts'
import { directoryChecks } from './directory-checks.ts'
import { failed, notTested, type ChecksContext, type Definition, type Finding } from './finding.ts'
import { importChecks } from './import-checks.ts'
import { processChecks } from './process-checks.ts'
import { settingsChecks } from './settings-checks.ts'

const withinMs = 15_000

const definitions: readonly Definition[] = [
  ...databaseChecks,
  ...brokerChecks,
  ...processChecks,
  ...directoryChecks,
  ...settingsChecks,
  ...importChecks,
]

/** Every deployment check, side by side; one that needs another waits for it. Never rejects. */
export async function runChecks(context: ChecksContext): Promise<Check[]> {
  const found = new Map<string, Promise<Finding>>()
  for (const definition of definitions) {
    const needed = (definition.needs ?? []).map(async (name) => ({
      name,
      outcome: (await found.get(name))?.outcome,
    }))
    found.set(definition.name, afterNeeded(context, definition, needed))
  }
  return Promise.all(
    definitions.map(async ({ name }) => ({ name, ...((await found.get(name)) as Finding) })),
  )
}

async function afterNeeded(
  context: ChecksContext,
  definition: Definition,
  needed: Promise<{ name: string; outcome: string | undefined }>[],
): Promise<Finding> {
  const missing = (await Promise.all(needed)).find(({ outcome }) => outcome !== 'passed')
  if (missing) return notTested(`needs what ${missing.name} checks`)
  const tooLate = Promise.withResolvers<Finding>()
  const timer = setTimeout(
    () =>
      tooLate.resolve(
        failed(
          `no answer within ${withinMs / 1000} s`,
          'See whether the machine that is asked is well.',
        ),
      ),
    withinMs,
  )
  try {
    return await Promise.race([checkNow(context, definition), tooLate.promise])
  } finally {
    clearTimeout(timer)
  }
}

async function checkNow(context: ChecksContext, definition: Definition): Promise<Finding> {
  try {
    if (definition.whileWorking) {
      const { maintenance, drain, copy } = await readSiteState(context.pool)
      if (maintenance) return notTested('the site is in maintenance')
      if (copy) return notTested('the staging copy is half made')
      if (drain) return notTested('work is drained')
    }
    return await definition.check(context)
  } catch (error) {
    return failed(`could not be checked: ${reasonOf(error)}`, definition.advice ?? 'See the log.')
  }
}

/** Never a statement's text: it may hold addresses. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return 'code' in error ? String(error.code) : error.message
}
