import { expect, test } from 'vitest'
import { progressOf } from './progress.ts'

function screenOf(isTTY: boolean) {
  const written: string[] = []
  const screen = { isTTY, write: (text: string) => written.push(text) > 0 }
  return { written, screen: screen as unknown as typeof process.stderr }
}

test('a terminal shows a bar that grows in its line, which ends with it', () => {
  const { written, screen } = screenOf(true)
  const { advance, end } = progressOf('visits', 1000, screen)
  for (const done of [0, 1, 500, 500, 1000, 2000]) advance(done)
  end()
  expect(written).toEqual([
    `\rvisits ${'█'.repeat(15)}${'░'.repeat(15)} 50 %`,
    `\rvisits ${'█'.repeat(30)} 100 %`,
    '\n',
  ])
})

test('a bar that is left half-way ends its line once', () => {
  const { written, screen } = screenOf(true)
  const { advance, end } = progressOf('visits', 10, screen)
  end()
  expect(written).toEqual([])
  advance(5)
  end()
  end()
  expect(written.at(-1)).toBe('\n')
  expect(written).toHaveLength(2)
})

test('elsewhere there is a line for every tenth', () => {
  const { written, screen } = screenOf(false)
  const { advance, end } = progressOf('visits', 1_000_000, screen)
  for (let done = 0; done <= 1_000_000; done += 1000) advance(done)
  end()
  expect(written).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90, 100].map((n) => `visits: ${n} %\n`))
})
