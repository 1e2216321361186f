import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { expect, test } from 'vitest'
import { ConfigError, readConfig } from '#lib/config.ts'

const example = readFileSync(new URL('../.env.example', import.meta.url), 'utf8')

test('the example settings are refused until they are filled in', () => {
  expect(() => readConfig(parseEnv(example))).toThrow(ConfigError)
  expect(() => readConfig(parseEnv(example))).toThrow(/SECRET_KEY/)
})

test('every setting is explained in the example', () => {
  const source = readFileSync(new URL('../shared/settings.ts', import.meta.url), 'utf8')
  const settings = [...source.matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map(([, name]) => name)
  const explained = [...example.matchAll(/^#?([A-Z][A-Z_]+)=/gm)].map(([, name]) => name)
  expect(settings.length).toBeGreaterThan(30)
  expect(explained.toSorted()).toEqual(settings.toSorted())
})
