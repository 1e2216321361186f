import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findProgram } from '#deploy/system-programs.ts'
import { callCloop, runCloop, settingsFor } from '../cli/run-cloop.ts'
import { addCourse } from '../server/support/course.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { createDirectories, rowsOf } from '../worker/support.ts'
import { writeAltered } from './altered-backup.ts'

let database: TestDatabase
let target: TestDatabase
let place: Awaited<ReturnType<typeof createDirectories>>

beforeAll(async () => {
  database = await createTestDatabase()
  target = await createTestDatabase({ migrated: false })
  place = await createDirectories()
  await addCourse(database.pool)
})
afterAll(async () => {
  await place.remove()
  await database.drop()
  await target.drop()
})

const directory = () => join(place.root, 'backups')

/** A backup that no database takes to its end. */
async function makeBroken(): Promise<string> {
  const { output } = await callCloop(['backup', directory()], settingsFor(database))
  const broken = join(place.root, 'broken.sql.gz')
  const whole = /^wrote (\S+)/.exec(output)![1]!
  await writeAltered(whole, broken, 'INSERT INTO not_there VALUES (1)')
  return broken
}

/** Puts a program of this name before the real one that notes down how it was called, and what it could read. */
async function standBefore(names: [string, string]): Promise<string> {
  const [name] = names
  const path = join(place.root, 'bin', name)
  const noted = join(place.root, name)
  await mkdir(join(place.root, 'bin'), { recursive: true })
  await writeFile(
    path,
    `#!/bin/sh
printf '%s\\n' "$@" > ${noted}.words
cat "\${1#--defaults-file=}" > ${noted}.options
exec ${findProgram(...names)!} "$@"
`,
  )
  await chmod(path, 0o755)
  return noted
}

test('the password is in a file that only the program can open, never on a command line', async () => {
  const dump = await standBefore(['mariadb-dump', 'mysqldump'])
  const client = await standBefore(['mariadb', 'mysql'])
  const settings = settingsFor(database)
  const environment = { ...settings, PATH: `${join(place.root, 'bin')}:${process.env.PATH}` }
  const made = await runCloop(['backup', directory(), '--keep-all'], { environment })
  expect(made.code).toBe(0)
  const path = /^wrote (\S+)/.exec(made.output)![1]!
  const into = target.settings.database
  expect((await runCloop(['restore', path, '--into', into], { environment })).code).toBe(0)
  for (const noted of [dump, client]) {
    const words = (await readFile(`${noted}.words`, 'utf8')).trim().split('\n')
    // Elsewhere than first it would be ignored, and read beside the files of the machine.
    expect(words[0]).toBe('--defaults-file=/dev/fd/3')
    expect(words.join(' ')).not.toContain(settings.DB_PASSWORD)
    expect(words.join(' ')).not.toMatch(/ -p|--password/)
    const options = await readFile(`${noted}.options`, 'utf8')
    expect(options).toContain(`\npassword="${settings.DB_PASSWORD}"\n`)
  }
})

test('a load that fails says what the database said, and that a part is there', async () => {
  const words = ['restore', await makeBroken(), '--into', target.settings.database, '--replace']
  const { code, output, errors } = await callCloop(words, settingsFor(database))
  expect([code, output]).toEqual([1, ''])
  expect(errors).toMatch(/^\S+ holds a part of it: restore again with --replace\n/)
  expect(errors).toMatch(/\ncloop: \S+ ended with 1: ERROR 1146 .*not_there' doesn't exist\n$/)
  expect(errors).not.toContain('INSERT')
})

test('a staging copy whose load fails is emptied', async () => {
  const refresh = ['staging', 'refresh', '--from', await makeBroken()]
  const settings = { ...settingsFor(target), CLOOP_ENV: 'staging' }
  const { code, errors } = await callCloop(refresh, settings)
  expect([code, errors]).toEqual([1, expect.stringContaining("not_there' doesn't exist")])
  expect(await rowsOf(target.pool, 'SHOW TABLES')).toEqual([])
})
