import type { TestExport } from '../support/import-run.ts'

const people = 300
const visitsEach = 1000

/** Long enough for a worker to be killed in the middle of it. */
export function largeExport(): TestExport {
  const activity = Array.from({ length: people * visitsEach }, (_, index) => {
    const at = new Date(
      Date.UTC(2017, 9, 2, 8) + Math.floor(index / people) * 600_000 + (index % people),
    )
    return `${index % people}|${index % 20}||${at.toISOString()}`
  })
  return {
    'all_user.txt': Array.from(
      { length: people },
      (_, key) => `${key}|u${key}|First|Last|u${key}@example.edu`,
    ),
    'all_resources.txt': Array.from(
      { length: 20 },
      (_, key) => `${key}||Week ${key}|resource/x-bb-document`,
    ),
    'activity.txt': activity,
  }
}
