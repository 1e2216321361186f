import type { ExportFile } from '#shared/import.ts'
import { goodRows, zipWithRows, type BadInput, type Told } from './bad-input.ts'

/** The good export with these rows in place of its own, which is taken in; the receipt by file. */
export const taken = (
  [id, what]: [string, string],
  outcome: BadInput['outcome'],
  rows: Partial<Record<ExportFile, string[]>>,
  { stored, notices, ...files }: Told['files'] & Pick<Told, 'notices'> & Pick<BadInput, 'stored'>,
): BadInput => ({
  ...{ id, what, outcome, zip: () => zipWithRows(rows) },
  told: { files, ...(notices ? { notices } : {}) },
  ...(stored ? { stored } : {}),
})

export const people = (...keys: string[]) => keys.map((key) => `${key}|x|x|x|x`)

/** Besides the two that the good export has. */
export const resources = (...rows: [key: string, title: string, type?: string][]) => [
  ...goodRows['all_resources.txt'],
  ...rows.map(([key, title, type = 'resource/x-bb-document']) => `${key}||${title}|${type}`),
]

/** One column of what is stored. */
export const column = (sql: string, ...cells: unknown[]) => ({
  ...{ sql, rows: cells.map((cell) => [cell]) },
})

export const resourceTitles =
  'SELECT title FROM resources WHERE course_id = ? AND resource_no > 2 AND NOT is_forum ORDER BY resource_no'
