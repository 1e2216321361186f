/**
 * Whether the time of an answer tells who has an account: `node test/bench/sign-in-times.ts --tries 300`. Asks in
 * turns for an address that is known and one that is not, at sign-in and for a mailed link, and compares the two by
 * Mann and Whitney: a p above 0.01 says that they cannot be told apart. What a request leaves to be done after its
 * answer is over before the next is asked. Needs DB_HOST, DB_PORT, DB_USER, DB_PASSWORD.
 */
import { parseArgs } from 'node:util'
import { createTestSite, type TestSite } from '../server/support/site.ts'

const { values } = parseArgs({ options: { tries: { type: 'string', default: '300' } } })
const tries = Number(values.tries)

const site = await createTestSite()
try {
  await site.addPerson('known@example.edu')
  const signIn = (email: string) =>
    site.ask('/api/login', { json: { email, password: 'a wrong password' } })
  const forgotten = (email: string) => site.ask('/api/password-resets', { json: { email } })
  report('sign-in', await times(site, signIn))
  report('mailed link', await times(site, forgotten))
} finally {
  await site.drop()
}

/** Milliseconds of each answer, for a known and an unknown address in turns. */
async function times({ pool, deps }: TestSite, ask: (email: string) => Promise<Response>) {
  const known: number[] = []
  const unknown: number[] = []
  for (let turn = 0; turn < tries; turn += 1) {
    const both = [
      ['known@example.edu', known],
      ['unknown@example.edu', unknown],
    ] as const
    // Neither of them always comes after the other.
    for (const [email, list] of turn % 2 === 0 ? both : both.toReversed()) {
      await pool.query('DELETE FROM sign_in_failures')
      const startedAt = performance.now()
      await ask(email)
      list.push(performance.now() - startedAt)
      await deps.gate.untilIdle()
    }
  }
  return { known, unknown }
}

function report(name: string, { known, unknown }: { known: number[]; unknown: number[] }) {
  const median = (list: number[]) => list.toSorted((a, b) => a - b)[list.length >> 1] ?? 0
  const [a, b] = [median(known), median(unknown)].map((ms) => ms.toFixed(2))
  console.log(`${name}: known ${a} ms, unknown ${b} ms, p ${pValue(known, unknown).toFixed(3)}`)
}

/** Two-sided, by the normal approximation, which is good from some twenty values on. */
function pValue(first: number[], second: number[]): number {
  const all = [...first.map((ms) => [ms, 1]), ...second.map((ms) => [ms, 0])] as [number, number][]
  all.sort(([a], [b]) => a - b)
  const ranks = all.reduce((sum, [, isFirst], index) => sum + isFirst * (index + 1), 0)
  const [n, m] = [first.length, second.length]
  const u = ranks - (n * (n + 1)) / 2
  const z = Math.abs(u - (n * m) / 2) / Math.sqrt((n * m * (n + m + 1)) / 12)
  return 2 * (1 - normal(z))
}

/** Abramowitz and Stegun 26.2.17. */
function normal(z: number): number {
  const t = 1 / (1 + 0.2316419 * z)
  const terms = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429]
  const sum = terms.reduceRight((rest, term) => (rest + term) * t, 0)
  return 1 - (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * sum
}
