import { Hono } from 'hono'
import { checkListSchema } from '#shared/checks.ts'
import type { Deps, SiteEnv } from '../../deps.ts'
import { noQuery } from '../../middleware/accept.ts'
import { describe } from '../../middleware/describe.ts'

/** The deployment checks, as `cloop check` gives them. They take some seconds. */
export function checkRoutes({ runChecks }: Pick<Deps, 'runChecks'>) {
  return new Hono<SiteEnv>().get(
    '/',
    describe({
      tag: 'Administration: checks',
      summary: 'Every deployment check, carried out now',
      answer: checkListSchema,
      problems: [403],
    }),
    noQuery,
    async (c) => c.json({ checks: await runChecks() }),
  )
}
