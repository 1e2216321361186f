import { describe, expect, test } from 'vitest'
import { readConfig } from './config.ts'

const settings = (changes: Record<string, string>) =>
  readConfig({
    SECRET_KEY: 'k'.repeat(40),
    DB_PASSWORD: '',
    RABBITMQ_PASSWORD: '',
    DATA_IMPORT_DIR: '/drop',
    DATA_PROCESSING_DIR: '/processing',
    DATA_ERROR_LOGS_DIR: '/errors',
    ...changes,
  })

describe('settings of mail', () => {
  test('take several addresses, and a sender with a name', () => {
    const { mail } = settings({
      CLOOP_IMPORT_ADMINS: 'ann@example.edu, root@localhost,',
      EMAIL_FROM: 'cloop at Example <cloop@example.edu>',
    })
    expect(mail.importAdmins).toEqual(['ann@example.edu', 'root@localhost'])
    expect(mail.from).toBe('cloop at Example <cloop@example.edu>')
  })

  test.each([
    ['CLOOP_IMPORT_ADMINS', 'ann@example.edu; bob@example.edu'],
    ['CLOOP_IMPORT_ADMINS', 'ann'],
    ['CLOOP_IMPORT_ADMINS', 'ann@example.edu\r\nBcc: all@example.edu'],
    ['ADMINS', 'Ann <ann@example.edu>'],
    ['ADMINS', `${'x'.repeat(300)}@example.edu`],
    ['EMAIL_FROM', 'cloop'],
    ['EMAIL_FROM', 'cloop <cloop@example.edu>\r\nBcc: all@example.edu'],
  ])('name %s when it is %j', (name, value) => {
    expect(() => settings({ [name]: value })).toThrow(`${name} is wrong: must be`)
  })
})

describe('hosts of the broker', () => {
  test.each(['mq', 'mq1,mq2', 'mq1.example.edu, mq2.example.edu', '::1'])('may be %s', (hosts) => {
    expect(settings({ RABBITMQ_HOSTNAME: hosts }).broker.hostname).toBe(hosts)
  })

  test.each([',', 'mq1,,mq2', 'mq1 mq2', 'mq1,'])('cannot be %j', (hosts) => {
    expect(() => settings({ RABBITMQ_HOSTNAME: hosts })).toThrow('RABBITMQ_HOSTNAME is wrong: must')
  })
})

test('a staging copy writes no mail and imports nothing, whatever else is set', () => {
  const live = { EMAIL_HOST: 'mail.example.edu', DO_IMPORTING: 'on' }
  const { mail, imports } = settings({ ...live, CLOOP_ENV: 'staging' })
  expect([mail.host, imports.enabled]).toEqual([undefined, false])
  const production = settings({ ...live, CLOOP_ENV: 'production' })
  expect([production.mail.host, production.imports.enabled]).toEqual(['mail.example.edu', true])
})
