import { describe, expect, it } from 'vitest'
import type { ResourceRow } from '#shared/figures.ts'
import { addWeeks, buildTree, everyNode, highestWeek, rollUp } from './resource-tree.ts'

function row(id: number, parentId: number | null, weeks: number[]): ResourceRow {
  const total = weeks.reduce((sum, visits) => sum + visits, 0)
  const fixed = { contentType: 'x', category: 'content', isForum: false, gone: false } as const
  return { ...fixed, id, key: String(id), title: String(id), parentId, weeks, total, percent: 0 }
}

// 1 ─┬─ 2 ── 4     5's parent is of another category, so it is not among the rows.
//    └─ 3
const rows = [
  row(4, 2, [1, 1]),
  row(1, null, [0, 5]),
  row(2, 1, [2, 0]),
  row(3, 1, [0, 0]),
  row(5, 99, [7, 0]),
]

describe('the tree of resources', () => {
  it('hangs rows below their parents in whatever order they come', () => {
    const tree = buildTree(rows)
    expect(everyNode(tree).map(({ id }) => id)).toEqual([1, 2, 4, 3, 5])
    expect(tree.map(({ id }) => id)).toEqual([1, 5])
  })

  it('shows own figures until they are rolled up', () => {
    expect(buildTree(rows)[0]).toMatchObject({ weeks: [0, 5], total: 5 })
  })

  it('adds up everything below, so that the top rows add up to the whole', () => {
    const tree = rollUp(buildTree(rows), addWeeks(16))
    expect(tree[0]).toMatchObject({ weeks: [3, 6], total: 9, percent: 56.25 })
    expect(tree[0]?.children[0]).toMatchObject({ id: 2, weeks: [3, 1], total: 4 })
    expect(tree.reduce((sum, node) => sum + node.total, 0)).toBe(16)
  })

  it('has no shares of nothing', () => {
    expect(rollUp(buildTree([row(1, null, [0])]), addWeeks(0))[0]?.percent).toBe(0)
  })

  it('leaves the rows that it was given as they were', () => {
    rollUp(buildTree(rows), addWeeks(16))
    expect(rows[1]).toMatchObject({ weeks: [0, 5], total: 5 })
  })

  it('finds the figure that is shaded darkest', () => {
    expect(highestWeek(buildTree(rows))).toBe(7)
    expect(highestWeek([])).toBe(0)
  })
})
