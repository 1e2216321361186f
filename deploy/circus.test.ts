import { expect, test } from 'vitest'
import { parseWatchers } from './circus.ts'

test('each watcher becomes a program under its name', () => {
  const ini = `
    ; cmd = not this
    [circus]
    check_delay = 5
    [watcher:web]
    cmd = node server/main.ts
    copy_env = True
    [watcher:beat]
    cmd=node worker/beat.ts
  `
  expect(parseWatchers(ini)).toEqual([
    { name: 'web', command: 'node', args: ['server/main.ts'] },
    { name: 'beat', command: 'node', args: ['worker/beat.ts'] },
  ])
})
