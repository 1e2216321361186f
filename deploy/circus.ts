import { readFileSync } from 'node:fs'
import type { Program } from './process-table.ts'

export const readWatchers = () => parseWatchers(readFileSync('circus.ini', 'utf8'))

/** The programs of a circus.ini: each `[watcher:name]` with its `cmd`. */
export function parseWatchers(ini: string): Program[] {
  const programs: Program[] = []
  let name: string | undefined
  for (const line of ini.split('\n').map((text) => text.trim())) {
    const section = /^\[(.+)\]$/.exec(line)?.[1]
    if (section) name = /^watcher:(.+)$/.exec(section)?.[1]
    const words = /^cmd\s*=\s*(.+)$/.exec(line)?.[1]?.split(/\s+/)
    if (name && words) programs.push({ name, command: words[0] ?? '', args: words.slice(1) })
  }
  return programs
}
