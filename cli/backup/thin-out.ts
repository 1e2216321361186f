/** How many of the newest days, weeks and months keep a backup each, beside all of the last two days. */
const keepAllHours = 48
const keepDays = 14
const keepWeeks = 8
const keepMonths = 12

const hourMs = 3600_000

/** Nobody writes any more what has not grown for so long, not even while a lock is waited for. */
const deadAfterHours = 12

export interface Kept {
  fileName: string
  madeAt: Date
}

/** `cloop-<database>-20261121T021500Z.sql.gz` */
export function backupName(database: string, madeAt: Date): string {
  const instant = madeAt
    .toISOString()
    .replaceAll(/[-:]/g, '')
    .replace(/\.\d+Z$/, 'Z')
  return `cloop-${database}-${instant}.sql.gz`
}

/** Until it is whole, a backup's name ends so. */
export const unfinishedEnd = '.part'

/** Whether a file is what a killed backup of this database has left. */
export function isLeftover(
  database: string,
  { fileName, changedAt }: { fileName: string; changedAt: Date },
  now: Date,
): boolean {
  if (!fileName.endsWith(unfinishedEnd)) return false
  const isOurs = parseBackupName(database, fileName.slice(0, -unfinishedEnd.length)) !== undefined
  return isOurs && +now - +changedAt > deadAfterHours * hourMs
}

/** When a backup of this database was made; undefined for any other file. */
export function parseBackupName(database: string, fileName: string): Date | undefined {
  const prefix = `cloop-${database}-`
  if (!fileName.startsWith(prefix)) return undefined
  const found = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.sql\.gz$/.exec(
    fileName.slice(prefix.length),
  )
  if (!found) return undefined
  const [, year, month, day, hour, minute, second] = found
  const madeAt = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(madeAt.getTime()) ? undefined : madeAt
}

/**
 * Those that have had their time: of each of the newest days, weeks (from Monday) and months in which there are
 * backups the last one stays, all by UTC. The newest backup always stays, however old it is.
 */
export function tooMany<Backup extends Kept>(backups: readonly Backup[], now: Date): Backup[] {
  const newestFirst = backups.toSorted((one, other) => +other.madeAt - +one.madeAt)
  const kept = new Set<Backup>(
    newestFirst.filter(({ madeAt }) => +now - +madeAt <= keepAllHours * hourMs),
  )
  for (const [periodOf, count] of periods) {
    const lastOfEach = new Map<string, Backup>()
    for (const backup of newestFirst) {
      const period = periodOf(backup.madeAt)
      if (!lastOfEach.has(period)) lastOfEach.set(period, backup)
    }
    for (const backup of [...lastOfEach.values()].slice(0, count)) kept.add(backup)
  }
  return newestFirst.filter((backup) => !kept.has(backup))
}

const dayOf = (at: Date) => at.toISOString().slice(0, 10)
const monthOf = (at: Date) => at.toISOString().slice(0, 7)
const mondayOf = (at: Date) => dayOf(new Date(+at - ((at.getUTCDay() + 6) % 7) * 24 * hourMs))

const periods: [(at: Date) => string, number][] = [
  [dayOf, keepDays],
  [mondayOf, keepWeeks],
  [monthOf, keepMonths],
]
