import { expect, it } from 'vitest'
import { byTreeOrder } from './tree-order.ts'

let resourceNo = 0
const placed = (title: string, position: number | null = null) => {
  resourceNo += 1
  return { resourceNo, title, position }
}

it('puts what the LMS has placed first, and the others after it by title and number', () => {
  const some = [
    placed('Week 10'),
    placed('week 3'),
    placed('Week 2'),
    placed('Welcome', 2),
    placed('Zoology', 1),
    placed('Week 1'),
  ]
  expect(some.sort(byTreeOrder).map(({ title }) => title)).toEqual([
    'Zoology',
    'Welcome',
    'Week 1',
    'Week 2',
    'week 3',
    'Week 10',
  ])
})

it('keeps one order where titles are the same', () => {
  const [first, second] = [placed('Quiz'), placed('Quiz')]
  expect([second, first].sort(byTreeOrder)).toEqual([first, second])
})
