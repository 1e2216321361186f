import { isLoopback } from '#lib/config.ts'
import { checkMailServer, MailTrouble } from '#lib/mail.ts'
import {
  failed,
  notTested,
  passed,
  type ChecksContext,
  type Definition,
  type Finding,
} from './finding.ts'

const siteWithinMs = 5000
const fewestCharacters = 12

export const settingsChecks: Definition[] = [
  { name: 'mail', check: checkMail },
  { name: 'secret-key', check: ({ config }) => Promise.resolve(judgeSecret(config.secretKey)) },
  { name: 'base-url', check: checkBaseUrl },
]

async function checkMail({ config: { mail } }: ChecksContext): Promise<Finding> {
  if (!mail.host) return notTested('EMAIL_HOST is not set: no mail is written')
  try {
    await checkMailServer(mail)
    return passed(`${mail.host}:${mail.port} answers`)
  } catch (error) {
    if (!(error instanceof MailTrouble)) throw error
    return failed(
      `${mail.host}:${mail.port} does not take mail: ${error.code}`,
      'See that EMAIL_HOST, _PORT, _HOST_USER and _HOST_PASSWORD are right. Mails wait for five days.',
    )
  }
}

/** Its length is checked at the start; what is long and no secret is found here. */
function judgeSecret(secret: string): Finding {
  const different = new Set(secret).size
  return secret.length >= 32 && different >= fewestCharacters
    ? passed(`${secret.length} characters`)
    : failed(
        `${secret.length} characters, ${different} different ones: it can be guessed`,
        'Make one up with `openssl rand -hex 32`; everybody has to sign in again.',
      )
}

/** Whether the address that people and mails are given leads here, and safely. */
async function checkBaseUrl({ config }: ChecksContext): Promise<Finding> {
  const { baseUrl } = config.web
  const { protocol, hostname, pathname } = new URL(baseUrl)
  if (protocol !== 'https:' && !isLoopback(hostname)) {
    return failed(
      `${baseUrl} is not encrypted: passwords and figures go over the net in the clear`,
      'Put a proxy with a certificate before the site, and begin BASE_URL with https.',
    )
  }
  if (pathname !== '/') {
    return failed(
      `${baseUrl} has a path`,
      'Give cloop a host name of its own: BASE_URL has no path.',
    )
  }
  try {
    const answer = await fetch(new URL('/healthz', baseUrl), {
      signal: AbortSignal.timeout(siteWithinMs),
      redirect: 'manual',
    })
    const text = await answer.text()
    if (answer.status === 200 && text.includes('alive')) return passed(`${baseUrl} leads here`)
    return failed(
      `${baseUrl}/healthz answers ${answer.status}: something else is there`,
      'Correct BASE_URL, or the proxy that stands there.',
    )
  } catch {
    // Many networks do not lead back to themselves, and in a command the site need not run.
    return notTested(`${baseUrl} cannot be reached from here`)
  }
}
