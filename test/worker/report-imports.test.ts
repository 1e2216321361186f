import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { exportZip, type TestExport } from '../support/import-run.ts'
import type { WorkerContext } from '#worker/context.ts'
import { createImporter } from '#worker/handle-import-course.ts'
import { recoverMails } from '#worker/recover-mails.ts'
import { reportImports } from '#worker/report-imports.ts'
import { smallExport, useImportPlace } from './import-place.ts'
import { insertQueued, rowsOf } from './support.ts'

const world = useImportPlace()
afterEach(() => world.pool.query('DELETE FROM mails'))

const admins = ['one@example.edu', 'two@example.edu']
const context = (mail = {}, imports = {}) => {
  const plain = world.context(imports)
  return { ...plain, mail: { ...plain.mail, isOn: true, importAdmins: admins, ...mail } }
}
const run = async (content: Buffer | string, worker: WorkerContext = context()) => {
  const id = await world.queue(content)
  await createImporter(worker).handle(id)
  return id
}
const mails = () =>
  rowsOf<{ kind: string; recipient: string; subject: string; body: string; isPublished: number }>(
    world.pool,
    'SELECT kind, recipient, subject, body, published_at IS NOT NULL AS isPublished FROM mails ORDER BY id',
  )
const withSkipped: TestExport = {
  ...smallExport,
  'activity.txt': [
    '1|10||2017-10-02T09:00:00Z',
    '3|10||2017-10-03T09:00:00Z',
    '1|10||yesterday',
    '4|10||2017-10-03T09:00:00Z',
  ],
}

describe('the import administrators', () => {
  test('are told of a failure: which course and file, what is wrong, what to do, where to look', async () => {
    const worker = context()
    const id = await run('<html>not found</html>', worker)
    const written = await mails()
    expect(written.map(({ recipient }) => recipient)).toEqual(admins)
    const { subject, body, kind } = written[0]!
    expect(kind).toBe('import-failed')
    expect(subject).toMatch(/^cloop: import failed \(not_a_zip\): BIO \d+$/)
    expect(body).toContain('Nothing of the course has changed.')
    expect(body).toContain('File: 1_BIO_1.zip')
    expect(body).toContain('not a zip archive')
    expect(body).toContain('What to do\nCopy the export')
    expect(body).toContain(`\nhttps://cloop.example.edu/admin/imports/${id}\n`)
    expect(worker.published.filter(({ job }) => job === 'send-mail')).toHaveLength(2)
    expect(written.every(({ isPublished }) => isPublished)).toBe(true)
  })

  test('are told of skipped rows: counts by reason, and samples', async () => {
    const id = await run(exportZip(withSkipped))
    const { subject, body, kind } = (await mails())[0]!
    expect(kind).toBe('import-skipped')
    expect(subject).toMatch(/^cloop: 3 rows skipped: BIO \d+$/)
    expect(body).toContain('Of its 7 rows 3 were skipped.')
    expect(body).toContain('2 in activity.txt: unknown_user')
    expect(body).toContain('1 in activity.txt: bad_timestamp')
    expect(body).toContain('activity.txt 3 unknown_user "3|10||2017-10-03T09:00:00Z"')
    expect(body).toContain('activity.txt 4 bad_timestamp "1|10||yesterday"')
    expect(body).toContain(`https://cloop.example.edu/admin/imports/${id}\n`)
  })

  test('get at most a hundred sample lines, of every reason some', async () => {
    const many = Array.from({ length: 5000 }, () => '3|10||2017-10-03T09:00:00Z')
    await run(
      exportZip({
        ...smallExport,
        'activity.txt': [...many, '1|10||late', '1|10||later', '1|10||2017-10-02T09:00'],
      }),
    )
    const { body } = (await mails())[0]!
    const samples = body.split('\n').filter((line) => /^ {2}activity\.txt \d+ /.test(line))
    expect(samples).toHaveLength(100)
    expect(samples.filter((line) => line.includes('bad_timestamp'))).toHaveLength(2)
    expect(body).toContain('5,000 in activity.txt: unknown_user')
  })

  test('are told of an export that may be the wrong one, though it skipped nothing', async () => {
    await run(exportZip(smallExport))
    await run(exportZip({ ...smallExport, 'activity.txt': [] }))
    const [{ kind, subject, body } = { kind: '', subject: '', body: '' }] = await mails()
    expect(await mails()).toHaveLength(admins.length)
    expect(kind).toBe('import-odd')
    expect(subject).toMatch(/^cloop: odd export \(suspicious_shrink\): BIO \d+$/)
    expect(body).toContain(
      'What is odd\n  activity.txt: The export holds no visit at all: those of the course stay. (suspicious_shrink)\n',
    )
  })

  test('read of an odd export also where it skipped rows', async () => {
    await run(exportZip(smallExport))
    const visits = ['1|10||2017-10-05T09:00:00Z', '3|10||2017-10-05T09:00:00Z']
    await run(exportZip({ ...smallExport, 'all_resources.txt': [], 'activity.txt': visits }))
    const { kind, body } = (await mails()).at(-1)!
    expect(kind).toBe('import-skipped')
    expect(body).toContain('What is odd\n  all_resources.txt: ')
  })

  test('are not told of an import that skipped nothing', async () => {
    await run(exportZip(smallExport))
    expect(await mails()).toEqual([])
  })

  test('are told of rows that do not fit, with samples', async () => {
    const late = Array.from({ length: 30 }, (_, minute) => `1|10||2031-01-01T10:${10 + minute}:00Z`)
    await run(exportZip({ ...smallExport, 'activity.txt': late }))
    const { subject, body } = (await mails())[0]!
    expect(subject).toContain('nothing_fits')
    expect(body).toContain('activity.txt 2 outside_course "1|10||2031-01-01T10:10:00Z"')
  })

  test('are told of an import that was given up', async () => {
    const id = await insertQueued(world.pool, world.courseId)
    const importer = createImporter(context({}, { maxAttempts: 1 }))
    // Its zip is gone.
    await importer.handle(id)
    expect(await world.stateOf(id)).toMatchObject({ state: 'failed', code: 'gave_up' })
    expect((await mails()).map(({ subject }) => subject)).toEqual(
      admins.map(() => expect.stringContaining('gave_up')),
    )
  })

  test('read no names or addresses in a mail', async () => {
    const people = ['|ann|Ann|Lee|ann@example.edu', ...smallExport['all_user.txt']!]
    await run(exportZip({ ...smallExport, 'all_user.txt': people }))
    const { body } = (await mails())[0]!
    expect(body).toContain('  all_user.txt 2 empty_key\n')
    expect(body).not.toMatch(/ann|Lee/i)
  })
})

describe('a mail about an import', () => {
  test('is written once, however often and by however many workers it is looked for', async () => {
    const worker = context()
    await run('<html>', worker)
    await Promise.all([reportImports(context()), reportImports(context())])
    expect(await recoverMails(worker)).toBe('')
    expect(await mails()).toHaveLength(2)
  })

  test('that a crash left unwritten is written by the next recovery, once', async () => {
    const id = await run(exportZip(withSkipped), world.context())
    // As it was between the commit of the import and the writing of its mail.
    await world.pool.query('UPDATE imports SET reported_at = NULL WHERE id = ?', [id])
    const workers = [context(), context()]
    await Promise.all(workers.map((worker) => recoverMails(worker)))
    const written = await mails()
    expect(written.map(({ recipient }) => recipient)).toEqual(admins)
    expect(written[0]!.body).toContain('"3|10||2017-10-03T09:00:00Z"')
  })

  test('is written again when a retry fails again', async () => {
    const id = await run('<html>')
    await world.pool.query("UPDATE imports SET state = 'queued', attempt = 0 WHERE id = ?", [id])
    await createImporter(context()).handle(id)
    expect(await world.stateOf(id)).toMatchObject({ state: 'failed' })
    expect(await mails()).toHaveLength(4)
  })

  test('does not hold up or fail an import when broker and mails are in trouble', async () => {
    const worker = context()
    worker.broker.publish = () => Promise.reject(new Error('the broker is away'))
    const id = await world.queue(exportZip(withSkipped))
    await createImporter(worker).handle(id)
    expect(await world.stateOf(id)).toMatchObject({ state: 'succeeded', attempt: 1 })
    expect(await mails()).toMatchObject([{ isPublished: 0 }, { isPublished: 0 }])
    await world.pool.query('RENAME TABLE mails TO mails_away')
    const failed = await run('<html>')
    expect(await world.stateOf(failed)).toMatchObject({ state: 'failed', code: 'not_a_zip' })
    await world.pool.query('RENAME TABLE mails_away TO mails')
    expect(await recoverMails(context())).toBe('1 reported')
    const written = await mails()
    expect(written).toHaveLength(4)
    expect(written.every(({ isPublished }) => isPublished)).toBe(true)
  })

  test('is not written without a mail server, nor later for what ended before', async () => {
    await run('<html>', context({ isOn: false }))
    expect(await mails()).toEqual([])
    await recoverMails(context())
    expect(await mails()).toEqual([])
  })

  test('is not written where nobody wants it', async () => {
    await run('<html>', context({ importAdmins: [] }))
    expect(await mails()).toEqual([])
  })

  test('takes hostile names for what they are', async () => {
    await world.pool.query('UPDATE course_offerings SET title = ?, code = ? WHERE id = ?', [
      'Biology\r\n\r\nYour password has expired: https://evil.example/\u202E',
      'X\r\nBcc: all@example.edu',
      world.courseId,
    ])
    const id = await insertQueued(world.pool, world.courseId, {
      file_name: '1_X\r\nSubject: hello.zip',
    })
    const zip = join(world.place.directories.processing, `${id}.zip`)
    await writeFile(
      zip,
      exportZip({ ...withSkipped, 'activity.txt': ['9|10||\u202Eevil', '"a\nb"|10||x'] }),
    )
    await createImporter(context()).handle(id)
    const { subject, body } = (await mails())[0]!
    expect(subject).toBe('cloop: 2 rows skipped: X Bcc: all@example.edu')
    expect(body).toContain('"Biology Your password has expired: https://evil.example/"')
    expect(body).toContain('\nFile: 1_X Subject: hello.zip\n')
    expect(body).toContain('unknown_user "9|10||\\u{202e}evil"')
    expect(body).toContain('\\u{a}b')
    expect(body).not.toMatch(/\p{Cf}|\r/u)
    const rejects = join(world.place.directories.errorLogs, String(id), 'rejects.csv')
    expect(await readFile(rejects, 'utf8')).toContain('\u202Eevil')
  })
})
