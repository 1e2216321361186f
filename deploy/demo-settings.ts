import type { Config } from '#lib/config.ts'
import type { DataDirectory } from './data-directory.ts'
import { hasOwnBroker, hasOwnDatabase } from './servers.ts'

/** Settings of a site in a data directory; those of the environment go before them. */
export function demoSettings(data: DataDirectory): NodeJS.ProcessEnv {
  return {
    SECRET_KEY: data.secret('key'),
    DATA_IMPORT_DIR: data.folder('drop'),
    DATA_PROCESSING_DIR: data.folder('processing'),
    DATA_ERROR_LOGS_DIR: data.folder('errors'),
    BASE_URL: `http://127.0.0.1:${process.env.PORT || 8080}`,
    TIME_ZONE: Intl.DateTimeFormat().resolvedOptions().timeZone,
    // A .env file of a real site in this folder must not make the demo send mail.
    EMAIL_HOST: '',
    ...process.env,
  }
}

/** Settings of servers that are yet to be started, so that the others can be checked before. */
export function placeholders(): NodeJS.ProcessEnv {
  return {
    ...(hasOwnDatabase() ? {} : { DB_PASSWORD: '' }),
    ...(hasOwnBroker() ? {} : { RABBITMQ_PASSWORD: '' }),
  }
}

/** Where the site can be reached from here. */
export function siteOrigin({ web }: Config): string {
  const host = ['0.0.0.0', '::'].includes(web.host) ? '127.0.0.1' : web.host
  return `http://${host.includes(':') ? `[${host}]` : host}:${web.port}`
}
