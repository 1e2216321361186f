import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { insertMail, type NewMail } from '#drizzle/outbox.ts'
import { createMailer } from '#lib/mail.ts'
import { sendMail } from '#worker/handle-send-mail.ts'
import { createMailSink } from './mail-sink.ts'
import { createContext, rowsOf } from './support.ts'

export interface MailRow {
  id: number
  kind: string
  recipient: string
  subject: string
  body: string | null
  state: string
  attempts: number
  trouble: string | null
  /** From now, rounded. */
  nextTryMinutes: number
  isPublished: number
}

const nowhere = { imports: [], processing: '', errorLogs: '', archive: '' }

/** A database, and a mail server for each test. */
export function useMailPlace() {
  let database: TestDatabase
  let sink: Awaited<ReturnType<typeof createMailSink>>
  let lines: string[] = []

  beforeAll(async () => {
    database = await createTestDatabase()
  })
  afterAll(() => database.drop())
  beforeEach(async () => {
    sink = await createMailSink()
    lines = []
  })
  afterEach(async () => {
    await sink.close()
    await database.pool.query('DELETE FROM mails')
  })

  const context = (mail = {}) => {
    const plain = createContext(database.pool, nowhere)
    const log = pino({}, { write: (line: string) => void lines.push(line) })
    return { ...plain, log, mail: { ...plain.mail, isOn: true, ...mail } }
  }

  return {
    get pool() {
      return database.pool
    },
    get sink() {
      return sink
    },
    /** What the log of the contexts says. */
    log: () => lines.join(''),
    context,
    write: (changes: Partial<NewMail> = {}) =>
      insertMail(database.pool, {
        kind: 'digest',
        occasion: '1',
        recipient: 'ann@example.edu',
        subject: 'Subject of the mail',
        body: 'Body of the mail\n',
        ...changes,
      }),
    send: (id: number | undefined) => sendMail(context(), createMailer(sink.settings())!, id!),
    /** Moves the clock of all mails on. */
    pass: (minutes: number) =>
      database.pool.query(
        `UPDATE mails SET next_try_at = next_try_at - INTERVAL ? MINUTE,
                give_up_at = give_up_at - INTERVAL ? MINUTE,
                published_at = published_at - INTERVAL ? MINUTE`,
        [minutes, minutes, minutes],
      ),
    rows: () =>
      rowsOf<MailRow>(
        database.pool,
        `SELECT id, kind, recipient, subject, body, state, attempts, trouble,
                ROUND(TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(6), next_try_at) / 60) + 0 AS nextTryMinutes,
                published_at IS NOT NULL AS isPublished
           FROM mails ORDER BY id`,
      ).then((rows) => rows.map((row) => ({ ...row, nextTryMinutes: Number(row.nextTryMinutes) }))),
  }
}
