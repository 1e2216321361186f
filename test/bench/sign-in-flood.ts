/**
 * What a flood of sign-ins does to a web process, and to people who sign in meanwhile:
 * `npm run bench -- sign-in-flood --tries 10000 --at-once 500`. Three floods one after the other: one account from
 * ever other addresses, ever other accounts from one address, ever other accounts from ever other addresses. Every
 * half second two honest people sign in: the one whose account is flooded, in a browser in which they have before, and
 * one who comes for the first time. Then the process is started anew, and must still know whom it had closed the
 * door to.
 */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { ResultSetHeader } from 'mysql2'
import { hashPassword } from '#server/auth/passwords.ts'
import { createTestDatabase } from '../support/database.ts'
import { startBenchSite } from './bench-site.ts'
import { createSignIns, type SignIn } from './sign-ins.ts'
import { quantile } from './timed-requests.ts'

const { values } = parseArgs({
  options: {
    tries: { type: 'string', default: '10000' },
    'at-once': { type: 'string', default: '500' },
  },
})
const tries = Number(values.tries)
const atOnce = Number(values['at-once'])
const password = 'a plain but long sentence'
const settings = { SECRET_KEY: randomBytes(32).toString('hex'), TRUSTED_PROXIES: '127.0.0.1' }

const database = await createTestDatabase()
let site = await startBenchSite(database, settings)
try {
  await addPeople()
  await flood('one account, every time another address', (n) => ({
    email: 'owner@example.edu',
    address: addressOf(n),
  }))
  await flood('one address, every time another account', (n) => ({
    email: `n${n}@example.edu`,
    address: '203.0.113.1',
  }))
  await flood('every time another account and another address', (n) => ({
    email: `m${n}@example.edu`,
    address: addressOf(50_000 + n),
  }))
  await restarted()
} finally {
  await site.stop()
  await database.drop()
}

async function addPeople() {
  const hash = await hashPassword(password)
  for (const name of ['owner', 'newcomer']) {
    await database.pool.query<ResultSetHeader>(
      'INSERT INTO users (email, name, password_hash, created_at) VALUES (?, ?, ?, UTC_TIMESTAMP(6))',
      [`${name}@example.edu`, name, hash],
    )
  }
}

/** Each of these numbers another client, as the proxy in front of the site saw it. */
function addressOf(n: number) {
  return `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`
}

async function flood(name: string, attempt: (n: number) => Omit<SignIn, 'password'>) {
  await database.pool.query('DELETE FROM sign_in_failures')
  const strangers = createSignIns(site.origin, atOnce)
  const people = createSignIns(site.origin, 2)
  const owner = { email: 'owner@example.edu', address: '192.0.2.1', password }
  const { mark } = await people.signIn(owner)
  const end = new AbortController()
  const memory = watchMemory(end.signal)
  const honest = [
    keepSigningIn(people.signIn, { ...owner, mark }, end.signal),
    keepSigningIn(
      people.signIn,
      { email: 'newcomer@example.edu', address: '192.0.2.2', password },
      end.signal,
    ),
  ] as const

  const startedAt = performance.now()
  const statuses: number[] = []
  let next = 0
  const stranger = async () => {
    while (next < tries) {
      statuses.push((await strangers.signIn({ ...attempt(next++), password: 'wrong' })).status)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, stranger))
  const seconds = (performance.now() - startedAt) / 1000
  end.abort()

  const [known, newcomer] = await Promise.all(honest)
  console.log(`${name}: ${seconds.toFixed(1)} s, ${counted(statuses)}`)
  console.log(`  memory before and at most: ${(await memory).join(' and ')} MiB`)
  console.log(`  the owner, in their browser: ${inWords(known)}`)
  console.log(`  somebody who comes for the first time: ${inWords(newcomer)}`)
  strangers.close()
  people.close()
}

function counted(statuses: number[]) {
  return [...Map.groupBy(statuses, (status) => status)]
    .map(([status, all]) => `${all.length} × ${status}`)
    .join(', ')
}

interface Answered {
  status: number
  milliseconds: number
}
function inWords(answers: Answered[]) {
  const times = answers.map(({ milliseconds }) => milliseconds)
  const [median, most] = [quantile(times, 0.5), Math.max(...times)].map(Math.round)
  return `${counted(answers.map(({ status }) => status))}; median ${median} ms, at most ${most} ms`
}

async function keepSigningIn(
  signIn: (attempt: SignIn) => Promise<{ status: number }>,
  attempt: SignIn,
  end: AbortSignal,
): Promise<Answered[]> {
  const answers: Answered[] = []
  do {
    const startedAt = performance.now()
    const { status } = await signIn(attempt)
    answers.push({ status, milliseconds: performance.now() - startedAt })
    await pause(500, undefined, { signal: end }).catch(() => {})
  } while (!end.aborted)
  return answers
}

/** Of the web process in MiB: at the beginning, and the most until the end. */
async function watchMemory(end: AbortSignal): Promise<[number, number]> {
  const read = () => {
    const status = readFileSync(`/proc/${site.pid}/status`, 'utf8')
    return Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1024)
  }
  const before = read()
  let most = before
  while (!end.aborted) {
    most = Math.max(most, read())
    await pause(50, undefined, { signal: end }).catch(() => {})
  }
  return [before, most]
}

/** Who is turned away before a restart is turned away after it. */
async function restarted() {
  await database.pool.query('DELETE FROM sign_in_failures')
  const attempt = { email: 'owner@example.edu', address: '198.51.100.1', password: 'wrong' }
  const statuses: number[] = []
  const one = createSignIns(site.origin, 1)
  for (let n = 0; n < 11; n += 1) statuses.push((await one.signIn(attempt)).status)
  one.close()
  await site.stop()
  site = await startBenchSite(database, settings)
  const other = createSignIns(site.origin, 1)
  const after = await other.signIn({ ...attempt, password })
  other.close()
  console.log(
    `before a restart ${counted(statuses)}; after it, with the right password: ${after.status}`,
  )
}
