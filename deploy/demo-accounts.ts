import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { signIn, type SiteClient } from './site-client.ts'

interface Account {
  email: string
  name: string
  password: string
  isAdmin: boolean
}

/**
 * Signs in to an account of the demo, which is made when there is none. What the demo prints shall hold:
 * a password that was changed since is changed back.
 */
export async function signInToAccount(
  origin: string,
  env: NodeJS.ProcessEnv,
  account: Account,
): Promise<SiteClient> {
  const { email, name, password, isAdmin } = account
  const first = await signIn(origin, account)
  if (first) return first
  const create = ['user', 'create', '--name', name, ...(isAdmin ? ['--admin'] : []), email]
  const made = await cloop(create, env, password)
  const changed = made.ok ? made : await cloop(['user', 'password', email], env, password)
  const client = await signIn(origin, account)
  if (!client) throw new Error(`no account for ${email}: ${made.output}${changed.output}`)
  return client
}

async function cloop(words: string[], env: NodeJS.ProcessEnv, password: string) {
  const args = ['cli/main.ts', ...words, '--password-stdin']
  const child = spawn(process.execPath, args, { env, stdio: ['pipe', 'ignore', 'pipe'] })
  child.stdin.end(password)
  const [output] = await Promise.all([text(child.stderr), once(child, 'exit')])
  return { ok: child.exitCode === 0, output }
}
