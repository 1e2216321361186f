import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openDataDirectory } from '#deploy/data-directory.ts'
import { isAlive, startOf, type ProcessIdentity } from '#deploy/process-identity.ts'
import { stopGroups, stopLeftovers } from '#deploy/running-file.ts'
import { createSupervisor } from '#deploy/supervisor.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cloop-launcher-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

const runningFiles = () => readdirSync(directory).filter((name) => name.startsWith('running.'))

/** A launcher with one service, and the identity of that service. */
async function startLauncher() {
  const script = new URL('launcher-to-kill.ts', import.meta.url).pathname
  const launcher = spawn(process.execPath, [script, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(launcher.stdout, 'data')
  const [file = ''] = runningFiles()
  const [service] = JSON.parse(readFileSync(join(directory, file), 'utf8')) as ProcessIdentity[]
  return { launcher, service: service! }
}

test('a data directory has one user at a time', () => {
  const first = openDataDirectory(directory)
  expect(() => openDataDirectory(directory)).toThrow(/another command is using/)
  first.close()
  openDataDirectory(directory).close()
})

test('secrets stay the same for the life of the directory', () => {
  const first = openDataDirectory(directory)
  const secret = first.secret('administrator')
  first.close()
  const second = openDataDirectory(directory)
  expect(second.secret('administrator')).toBe(secret)
  second.close()
})

test('what a launcher started ends after the launcher was killed', async () => {
  const { launcher, service } = await startLauncher()
  expect(isAlive(service)).toBe(true)
  launcher.kill('SIGKILL')
  await vi.waitUntil(() => !isAlive(service) && runningFiles().length === 0, { timeout: 30_000 })
})

test('a start after the end of launcher and watcher stops what is left', async () => {
  const { launcher, service } = await startLauncher()
  const watcher = readFileSync(`/proc/${launcher.pid}/task/${launcher.pid}/children`, 'utf8')
    .split(' ')
    .map(Number)
    .find((pid) => pid > 0 && pid !== service.pid)
  process.kill(watcher!, 'SIGKILL')
  launcher.kill('SIGKILL')
  await once(launcher, 'exit')
  expect(isAlive(service)).toBe(true)
  await stopLeftovers(directory)
  expect(isAlive(service)).toBe(false)
  expect(runningFiles()).toEqual([])
})

test('a process that has got the number of one of ours is left alone', async () => {
  const stranger = spawn('sleep', ['600'], { detached: true })
  await once(stranger, 'spawn')
  await stopGroups([{ pid: stranger.pid!, started: `not ${startOf(stranger.pid!)}` }])
  expect(stranger.exitCode ?? stranger.signalCode).toBeNull()
  stranger.kill('SIGKILL')
  await once(stranger, 'exit')
})

test('a service that ends is started again, until all is stopped', async () => {
  const data = openDataDirectory(directory)
  const supervisor = createSupervisor(data)
  const marks = join(directory, 'marks')
  const script = 'echo started >>"$0"; if [ "$(wc -l <"$0")" -gt 1 ]; then exec sleep 600; fi'
  await supervisor.start({ name: 'service', command: 'sh', args: ['-c', script, marks] })
  const starts = () => (existsSync(marks) ? readFileSync(marks, 'utf8').split('\n').length - 1 : 0)
  await vi.waitUntil(() => starts() === 2, { timeout: 30_000 })
  await supervisor.stopAll()
  data.close()
  expect(starts()).toBe(2)
  expect(runningFiles()).toEqual([])
})

test('a service that ends before it is ready fails the start with the end of its log', async () => {
  const data = openDataDirectory(directory)
  const supervisor = createSupervisor(data)
  const service = {
    name: 'service',
    command: 'sh',
    args: ['-c', 'echo no room; exit 1'],
    probe: () => Promise.reject(new Error('does not answer')),
  }
  await expect(supervisor.start(service)).rejects.toThrow(/service did not start[^]*no room/)
  await supervisor.stopAll()
  data.close()
})
