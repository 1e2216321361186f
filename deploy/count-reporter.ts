import { writeFileSync } from 'node:fs'
import type { Reporter } from 'vitest/node'
import type { TestCounts } from './test-counts.ts'

/** Counts for the last line of `npm test`, written to the file that `CLOOP_TEST_COUNTS` names. */
export default class CountReporter implements Reporter {
  onTestRunEnd: NonNullable<Reporter['onTestRunEnd']> = (modules, unhandledErrors) => {
    const counts: TestCounts = { passed: 0, failed: unhandledErrors.length, skipped: 0 }
    for (const module of modules) {
      // A file that cannot be loaded, or whose hooks fail, has no failed test to show for it.
      counts.failed += module.errors().length
      for (const suite of module.children.allSuites()) counts.failed += suite.errors().length
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        counts[state === 'pending' ? 'failed' : state] += 1
      }
    }
    const file = process.env.CLOOP_TEST_COUNTS
    if (file) writeFileSync(file, JSON.stringify(counts))
  }
}
