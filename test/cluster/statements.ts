import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const page = fileURLToPath(new URL('../../deploy/SCALING.md', import.meta.url))

/**
 * The SQL below a heading of deploy/SCALING.md, statement by statement: what is tried is what is written down.
 * What stands in braces is for `fillIn`.
 */
export function documentedStatements(heading: string): string[] {
  const section = readFileSync(page, 'utf8')
    .split(/^#+ /m)
    .find((text) => text.startsWith(`${heading}\n`))
  const block = /^```sql\n(.*?)^```$/ms.exec(section ?? '')?.[1]
  if (block === undefined) throw new Error(`deploy/SCALING.md has no SQL below "${heading}"`)
  return block
    .replaceAll(/--.*$/gm, '')
    .split(';')
    .map((statement) => statement.trim())
    .filter(Boolean)
}

export function fillIn(statement: string, values: Record<string, string | number>): string {
  return statement.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name]
    if (value === undefined) throw new Error(`there is no value for {${name}}: ${statement}`)
    return String(value)
  })
}
