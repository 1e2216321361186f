import { counted } from '../format.ts'

export const adminChecks = {
  title: 'Checks',
  lead: 'Whether this installation is in order. Each look carries all checks out anew and takes some seconds.',
  caption: 'Deployment checks',
  columns: { name: 'Check', outcome: 'Outcome', text: 'What was found' },
  outcomes: { passed: 'passed', failed: 'failed', 'not tested': 'not tested' },
  summary: (failed: number, all: number) =>
    failed === 0
      ? `All is well: ${counted(all, { one: 'check', other: 'checks' })}, none failed.`
      : `${counted(failed, { one: 'check has', other: 'checks have' })} failed.`,
  again: 'Check again',
  checking: 'Checking …',
  advice: 'What to do',
  empty: 'No check is known here.',
  emptyNextStep: 'Run npm run cloop -- check on the machine itself.',
  search: 'Search checks',
  shown: (shown: number, all: number) =>
    shown === all
      ? counted(all, { one: 'check', other: 'checks' })
      : `${shown} of ${counted(all, { one: 'check', other: 'checks' })}`,
  nothingFits: 'No check fits the search.',
}
