import type { Config } from '#lib/config.ts'

export type SiteSettings = ReturnType<typeof siteSettingsOf>

/** What of the settings the site needs. */
export function siteSettingsOf({ web, secretKey, timeZone, directories, imports }: Config) {
  const { baseUrl, trustedProxies } = web
  const { enabled, maxUploadBytes } = imports
  return {
    secretKey,
    baseUrl,
    trustedProxies,
    directories,
    imports: { enabled, maxUploadBytes },
    /** Zone of new courses that name none. */
    timeZone,
  }
}
