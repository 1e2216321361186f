import type { Config } from '#lib/config.ts'

export type SiteSettings = ReturnType<typeof siteSettingsOf>

/** What of the settings the site needs. */
export function siteSettingsOf({
  web,
  secretKey,
  timeZone,
  directories,
  imports,
  ...more
}: Config) {
  const { baseUrl, trustedProxies } = web
  const { enabled, maxUploadBytes } = imports
  return {
    secretKey,
    baseUrl,
    trustedProxies,
    directories,
    imports: { enabled, maxUploadBytes },
    /** Without a mail server no mail is written. */
    sendsMail: Boolean(more.mail.host),
    oidc: more.oidc,
    /** Zone of new courses that name none. */
    timeZone,
  }
}
