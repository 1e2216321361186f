import { CommandError, defineCommand, UsageError } from '../command.ts'
import { checkDemoOptions, type DemoOptions } from '../demo-export/options.ts'
import { writeDemoExport } from '../demo-export/write-demo-export.ts'
import { progressOf } from '../progress.ts'

const defaults = { students: 120, weeks: 14, visits: 100_000, seed: 1 }
const worthABar = 500_000

export const demoExport = defineCommand({
  summary: 'Writes the export of a made-up course, as an LMS would.',
  takes: ['out.zip'],
  options: {
    students: {
      type: 'string',
      value: 'N',
      says: `${defaults.students}; a few who teach come on top`,
    },
    weeks: { type: 'string', value: 'N', says: String(defaults.weeks) },
    visits: {
      type: 'string',
      value: 'N',
      says: `${defaults.visits}; exactly, over the whole course`,
    },
    seed: { type: 'string', value: 'N', says: `${defaults.seed}; another seed is another course` },
    start: { type: 'string', value: 'DAY', says: 'the Monday on which it begins (2026-02-23)' },
    'time-zone': {
      type: 'string',
      value: 'ZONE',
      says: 'of the course, such as Europe/Berlin (UTC)',
    },
    from: { type: 'string', value: 'TIME', says: 'leave out what happened before' },
    until: {
      type: 'string',
      value: 'TIME',
      says: 'as exported at that time; later ones continue it',
    },
    mess: { type: 'boolean', says: 'add repetitions and rows that cannot be imported' },
  },
  details:
    'The same options make the same file. TIME is local to the course: 2026-04-30 (its midnight) or 2026-04-30T18:00.',
  async run({ arguments: { 'out.zip': path }, options }) {
    const demo: DemoOptions = {
      students: whole('students', options.students),
      weeks: whole('weeks', options.weeks),
      visits: whole('visits', options.visits),
      seed: whole('seed', options.seed),
      startDate: options.start ?? '2026-02-23',
      timeZone: options['time-zone'] ?? 'UTC',
      from: options.from,
      until: options.until,
      mess: options.mess,
    }
    check(demo)
    const { advance } = progressOf('writing', demo.visits)
    const isLong = demo.visits >= worthABar
    const rows = await writing(path, () =>
      writeDemoExport(demo, path, (counts) => isLong && advance(counts['activity.txt'])),
    )
    if (isLong) advance(demo.visits)
    const count = (name: keyof typeof rows) => rows[name].toLocaleString('en')
    console.log(
      `wrote ${path}: ${count('activity.txt')} visits, ${count('assessments.txt')} attempts and ` +
        `${count('forums.txt')} posts by ${count('all_user.txt')} people on ${count('all_resources.txt')} resources` +
        (demo.mess ? ', with mess among them' : ''),
    )
  },
})

function whole(name: keyof typeof defaults, text: string | undefined): number {
  if (text === undefined) return defaults[name]
  if (!/^\d+$/.test(text)) throw new UsageError(`--${name} is ${text}: it must be a whole number`)
  return Number(text)
}

function check(options: DemoOptions): void {
  try {
    checkDemoOptions(options)
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`--${error.message}`, { cause: error })
    throw error
  }
}

async function writing<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (error instanceof Error && 'path' in error) {
      throw new CommandError(`${path} cannot be written: ${error.message}`, { cause: error })
    }
    throw error
  }
}
