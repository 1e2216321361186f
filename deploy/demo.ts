import { CannotStart } from './cannot-start.ts'
import { readWatchers } from './circus.ts'
import { runDemoSite } from './demo-site.ts'
import { buildSite } from './site-build.ts'

/** `npm run demo`: servers, site, worker, beat and a course to look at, until it is interrupted. */
export function demo(): Promise<number> {
  return runDemoSite({
    programs: readWatchers(),
    prepare: async ({ supervisor }) => {
      if (await buildSite(supervisor)) return
      throw new CannotStart(`the pages were not built, see ${supervisor.logOf('build')}`)
    },
  })
}
