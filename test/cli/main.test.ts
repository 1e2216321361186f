import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commands } from '#cli/commands.ts'
import { callCloop, runCloop } from './run-cloop.ts'

let cwd: string

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'cloop-cli-'))
})
afterAll(() => rm(cwd, { recursive: true }))

test('the list of commands names every one', async () => {
  const { code, output } = await callCloop(['--help'])
  expect(code).toBe(0)
  for (const name of Object.keys(commands)) expect(output).toContain(`  ${name} `)
})

test('every command has a help', async () => {
  for (const [name, load] of Object.entries(commands)) {
    expect((await load()).help(name)).toMatch(new RegExp(`^usage: cloop ${name} \\[options\\]`))
  }
})

test('the help of a command needs no settings', async () => {
  const { code, output } = await runCloop(['user', 'create', '--help'], { cwd })
  expect(code).toBe(0)
  expect(output).toMatch(/^usage: cloop user create /)
})

test.each([
  [[], /no command given/],
  [['fly'], /there is no command fly;/],
  [['user', 'fly', 'away'], /there is no command user fly;/],
  [['migrate', '--fast'], /there is no option --fast/],
])('what it does not understand is named: %s', async (words, why) => {
  const { code, output, errors } = await callCloop(words)
  expect(code).toBe(2)
  expect(errors).toMatch(why)
  expect(output).toBe('')
})

test('missing settings are all named in one go', async () => {
  const { code, errors } = await runCloop(['config'], { cwd })
  expect(code).toBe(1)
  for (const name of ['SECRET_KEY', 'DB_PASSWORD', 'DATA_IMPORT_DIR'])
    expect(errors).toContain(name)
  expect(errors).not.toMatch(/^\s+at /m)
})

test('the settings in force come from the environment, .env and defaults, without secrets', async () => {
  const secrets = {
    SECRET_KEY: 'k'.repeat(40),
    DB_PASSWORD: 'db-hidden',
    RABBITMQ_PASSWORD: 'mq-hidden',
    EMAIL_HOST_PASSWORD: 'mail-hidden',
  }
  const lines = {
    ...secrets,
    DB_NAME: 'from_file',
    DATA_IMPORT_DIR: '/a:/b',
    DATA_PROCESSING_DIR: '/p',
    DATA_ERROR_LOGS_DIR: '/e',
    PORT: '1111',
  }
  const text = Object.entries(lines).map(([name, value]) => `${name}=${value}`)
  await writeFile(join(cwd, '.env'), text.join('\n'))
  const { code, output } = await runCloop(['config'], { cwd, environment: { PORT: '2222' } })
  expect(code).toBe(0)
  for (const line of ['DB_NAME=from_file', 'DATA_IMPORT_DIR=/a:/b', 'PORT=2222', 'DB_PORT=3306']) {
    expect(output.split('\n')).toContain(line)
  }
  for (const [name, value] of Object.entries(secrets)) {
    expect(output).toContain(`${name}=***`)
    expect(output).not.toContain(value)
  }
})
