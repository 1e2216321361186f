import { describe, expect, it } from 'vitest'
import type { ExportFile } from '#shared/import.ts'
import { ExportUnusable } from '../problems.ts'
import type { Archive } from './archive.ts'
import { readTable } from './tables.ts'

/** An archive that holds one text, handed out in chunks. */
function archiveOf(text: string | Buffer, { chunkBytes = 7, fault }: Options = {}): Archive {
  const bytes = Buffer.from(text)
  return {
    sizeBytes: () => bytes.length,
    close: () => Promise.resolve(),
    async *stream() {
      for (let at = 0; at < bytes.length; at += chunkBytes) {
        yield await Promise.resolve(bytes.subarray(at, at + chunkBytes))
      }
      if (fault) throw fault
    },
  }
}

interface Options {
  chunkBytes?: number
  /** What is wrong with the entry as a whole, known only at its end. */
  fault?: Error
}

async function read(file: ExportFile, text: string | Buffer, options?: Options) {
  const rows: string[][] = []
  const summary = await readTable(archiveOf(text, options), file, {
    onRow: ({ cells, malformed }) => rows.push(malformed ? ['malformed'] : [...cells]),
  })
  return { rows, summary }
}

const failure = async (file: ExportFile, text: string | Buffer, options?: Options) =>
  await read(file, text, options).catch((error: unknown) => error)

const activityHeader = 'user_key|content_key|forum_key|timestamp\n'

describe('readTable', () => {
  it('gives the cells in the declared order, whatever the order of the columns', async () => {
    const text = 'timestamp|forum_key|x|user_key|content_key\nt|f|?|u|c\n'
    expect((await read('activity.txt', text)).rows).toEqual([['u', 'c', 'f', 't']])
  })

  it('gives optional columns where they are, and nothing where they are not', async () => {
    const text = 'status|user_key|username|firstname|lastname|email|role\non|1|a|b|c|d|ta\n'
    const { rows, summary } = await read('all_user.txt', text)
    expect(rows).toEqual([['1', 'a', 'b', 'c', 'd', 'ta', '', 'on']])
    expect(summary.columns).toContain('role')
    expect(summary.columns).not.toContain('group')
  })

  it('trims keys and nothing else', async () => {
    const text = `${activityHeader} 1 |\t_2_1\u00a0|| t \n`
    expect((await read('activity.txt', text)).rows).toEqual([['1', '_2_1', '', ' t ']])
    const resources = 'content_key|parent_content_key|title|resource_type\n1 | 2| a | b \n'
    expect((await read('all_resources.txt', resources)).rows).toEqual([
      ['1', '2', ' a ', ' b ', '', '', ''],
    ])
  })

  it('fills short rows, cuts long ones and counts them, and hands on malformed ones', async () => {
    const { rows, summary } = await read(
      'activity.txt',
      `${activityHeader}1|2\n1|2|3|4|5\n"1"x|2\n\n`,
    )
    expect(rows).toEqual([['1', '2', '', ''], ['1', '2', '3', '4'], ['malformed']])
    expect(summary).toMatchObject({ rows: 3, longRows: 1, malformed: 1 })
  })

  it('does not keep cells of the row before in a short one', async () => {
    const { rows } = await read('activity.txt', `${activityHeader}1|2|3|4\n5\n`)
    expect(rows[1]).toEqual(['5', '', '', ''])
  })

  it('names the columns that it ignores, but not a nameless one', async () => {
    const text = 'user_key|content_key|forum_key|timestamp|Extra|IP|\n1|2|3|4|5|6|\n'
    const { summary } = await read('activity.txt', text)
    expect(summary).toMatchObject({ ignoredColumns: ['Extra', 'IP'], longRows: 0 })
  })

  it('takes a header without rows', async () => {
    const { rows, summary } = await read('activity.txt', activityHeader)
    expect(rows).toEqual([])
    expect(summary).toMatchObject({ rows: 0, bytes: activityHeader.length })
  })

  it('takes a header behind a byte-order mark and blank lines, with quoted names', async () => {
    const text = '\ufeff\n\n"user_key"|content_key|"forum_key"|timestamp\n1|2|3|4\n'
    expect((await read('activity.txt', text)).rows).toEqual([['1', '2', '3', '4']])
  })

  it('reports the line and the text of a row', async () => {
    const seen: [number, string][] = []
    await readTable(archiveOf(`${activityHeader}1|"a\nb"|3|4|x\n5|6\n`), 'activity.txt', {
      onRow: ({ line, raw }) => seen.push([line, raw]),
    })
    expect(seen).toEqual([
      [2, '1|"a\nb"|3|4|x'],
      [4, '5|6'],
    ])
  })

  it('waits after each chunk until the handler is ready', async () => {
    const events: string[] = []
    await readTable(
      archiveOf(`${activityHeader}1|2|3|4\n5|6|7|8\n`, { chunkBytes: 49 }),
      'activity.txt',
      {
        onRow: ({ cells }) => events.push(cells[0]),
        afterChunk: async (rows) => {
          events.push(`after ${rows}`)
          await Promise.resolve()
          events.push('ready')
        },
      },
    )
    expect(events).toEqual(['1', 'after 1', 'ready', '5', 'after 2', 'ready'])
  })

  it.each<[string, string, RegExp]>([
    [
      'misspelt',
      'user_key|content_key|forumkey|time\n',
      /lacks the columns forum_key, timestamp\. .*"time"/,
    ],
    [
      'data in place of a header',
      '1|2|3|2017-10-05 13:30\n',
      /lacks the columns user_key, .*"1", "2"/,
    ],
    ['capitals', 'User_Key|content_key|forum_key|timestamp\n', /small letters.*"User_Key"/],
    [
      'blanks',
      'user_key | content_key|forum_key|timestamp\n',
      /without blanks: see "user_key ", " content_key"/,
    ],
    [
      'a column twice',
      'user_key|user_key|content_key|forum_key|timestamp\n',
      /user_key more than once/,
    ],
    ['commas', 'user_key,content_key,forum_key,timestamp\n', /looks comma-separated/],
    ['tabs', 'user_key\tcontent_key\tforum_key\ttimestamp\n', /looks tab-separated/],
    ['semicolons', 'user_key;content_key;forum_key;timestamp\n', /looks semicolon-separated/],
    [
      'names of built-in properties',
      '__proto__|constructor|toString\n',
      /"__proto__", "constructor"/,
    ],
    [
      'another table',
      'forum_key|user_key|thread|post|timestamp\n',
      /lacks the columns content_key\./,
    ],
    ['a broken quote', '"user_key"x|content_key|forum_key|timestamp\n', /closing quote/],
    ['very many columns', `${'x|'.repeat(5000)}\n`, /and 4981 more\./],
    [
      'control characters',
      'user\u001b[2Jkey|\u202egnp\n',
      /"user\\u\{1b\}\[2Jkey", "\\u\{202e\}gnp"/,
    ],
  ])('refuses a header with %s', async (_, text, message) => {
    expect(await failure('activity.txt', text)).toMatchObject({
      code: 'missing_columns',
      message: expect.stringMatching(message),
    })
  })

  it('guesses UTF-16 without a mark', async () => {
    expect(await failure('activity.txt', Buffer.from(activityHeader, 'utf16le'))).toMatchObject({
      code: 'missing_columns',
      message: expect.stringContaining('UTF-16'),
    })
  })

  it.each(['', '\ufeff', '\n\r\n'])('refuses %j, which has no header', async (text) => {
    expect(await failure('activity.txt', text)).toMatchObject({ code: 'no_header' })
  })

  it.each([
    ['bad encoding', Buffer.concat([Buffer.from(activityHeader), Buffer.from([0xff, 0x0a])])],
    ['an unclosed quote', `${activityHeader}"1|2|3|4\n`],
    ['a wrong header', 'user|content\n1|2\n'],
    ['no header', ''],
  ])('blames a damaged zip, not its text, for %s', async (_, text) => {
    const fault = new ExportUnusable('damaged_zip', 'its checksum is wrong')
    expect(await failure('activity.txt', text, { fault })).toBe(fault)
  })

  it('stops at once for an error of the handler', async () => {
    const fault = new Error('the connection was lost')
    let rows = 0
    const reading = readTable(archiveOf(`${activityHeader}1|2|3|4\n5|6|7|8\n`), 'activity.txt', {
      onRow: () => {
        rows += 1
        throw fault
      },
    })
    await expect(reading).rejects.toBe(fault)
    expect(rows).toBe(1)
  })
})
