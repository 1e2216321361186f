import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, rmdirSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const mount = (path: string, options: string) => [
  ...['-t', 'tmpfs', '-o', options, 'cloop-test', path],
]

/** Mounting is for root, and not in every container. */
export const canMount = (() => {
  const path = mkdtempSync(join(tmpdir(), 'cloop-mount-'))
  try {
    execFileSync('mount', mount(path, 'size=64k'), { stdio: 'ignore' })
    execFileSync('umount', [path])
    return true
  } catch {
    return false // which is what was to be found out
  } finally {
    rmSync(path, { recursive: true, force: true })
  }
})()

/** A file system of its own, of so many kilobytes. */
export async function mountSmallDisk(kilobytes: number) {
  const path = await mkdtemp(join(tmpdir(), 'cloop-disk-'))
  await run('mount', mount(path, `size=${kilobytes}k`))
  return {
    path,
    resize: (to: number) => run('mount', ['-o', `remount,size=${to}k`, path]),
    unmount: async () => {
      await run('umount', [path])
      rmdirSync(path)
    },
  }
}
