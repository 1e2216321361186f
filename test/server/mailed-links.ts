import { afterAll, beforeAll, beforeEach, expect, vi } from 'vitest'
import { createMailer } from '#lib/mail.ts'
import { sendMail } from '#worker/handle-send-mail.ts'
import { createMailSink } from '../worker/mail-sink.ts'
import { createTestSite, type TestSite } from './support/site.ts'

export const chosenPassword = 'something quite different'

/** The token of a one-time link in the text of a mail. */
export const tokenOf = (body: string | undefined) => /#([0-9a-f]{40})\n/.exec(body ?? '')?.[1] ?? ''

/** A site that mails links, and a mail server that gets them. Each test begins with an empty outbox. */
export function useMailingSite() {
  let site: TestSite
  let sink: Awaited<ReturnType<typeof createMailSink>>
  let nudged: number[] = []

  beforeAll(async () => {
    sink = await createMailSink()
    site = await createTestSite({
      settings: { baseUrl: 'https://cloop.example.edu' },
      publish: (job) => {
        if (job.job === 'send-mail') nudged.push(job.mailId)
        return Promise.resolve()
      },
    })
  })
  afterAll(async () => {
    await site.drop()
    await sink.close()
  })
  beforeEach(async () => {
    for (const table of ['sign_in_failures', 'mails', 'audit_log']) {
      await site.pool.query(`DELETE FROM ${table}`)
    }
    nudged = []
    sink.received.length = 0
  })

  return {
    get site() {
      return site
    },
    /** What the mail server got, when workers have sent the `count` mails that the site told them of. */
    delivered: async (count = 1) => {
      await vi.waitFor(() => expect(nudged).toHaveLength(count))
      const mailer = createMailer(sink.settings())!
      for (const id of nudged) await sendMail({ pool: site.pool, log: site.deps.log }, mailer, id)
      return sink.received
    },
    /** Chooses a password with the token of a link. */
    choose: (token: string, password = chosenPassword) =>
      site.ask(`/api/password-resets/${token}`, { json: { password } }),
    signIn: async (email: string, password: string) =>
      (await site.ask('/api/login', { json: { email, password } })).status,
  }
}
