import { oneLine } from '#shared/one-line.ts'

export type LinkKind = 'password-reset' | 'invitation'

/** For how long a link opens: who is invited may be away, who forgot a password sits there and waits. */
export const linkMinutes = { 'password-reset': 60, invitation: 7 * 24 * 60 } as const

interface About {
  name: string
  token: string
  /** The site's address, from the settings: never from a request. */
  baseUrl: string
}

const pages = { 'password-reset': '/login/new-password', invitation: '/login/welcome' } as const

/** The token stands behind a #: browsers keep that to themselves, so that no log on the way ever has it. */
const linkOf = (kind: LinkKind, { token, baseUrl }: About) =>
  `${baseUrl.replace(/\/$/, '')}${pages[kind]}#${token}`

/** The mail that brings somebody their one-time link. */
export function composeLink(kind: LinkKind, about: About): { subject: string; body: string } {
  const greeting = `Hello ${oneLine(about.name)},`
  const link = linkOf(kind, about)
  const site = about.baseUrl
  return kind === 'invitation'
    ? {
        subject: 'cloop: you are invited',
        body: `${greeting}\n\nan administrator of cloop (${site}) has made an account for you. Choose your password here:\n\n${link}\n\nThe link opens once, within seven days. After that, ask for another at the sign-in page under "forgotten password".\n`,
      }
    : {
        subject: 'cloop: choose a new password',
        body: `${greeting}\n\nsomebody, we hope you, asked for a new password for your account at cloop (${site}). Choose it here:\n\n${link}\n\nThe link opens once, within one hour. If it was not you, do nothing: your password stays as it is.\n`,
      }
}
