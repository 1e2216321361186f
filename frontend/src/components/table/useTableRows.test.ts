import { reactive } from 'vue'
import { describe, expect, it } from 'vitest'
import type { Column } from './column.ts'
import { useTableRows, type TableInput } from './useTableRows.ts'

interface Node {
  id: number
  title: string
  total?: number
  below: Node[]
}
const leaf = (id: number, title: string, total?: number): Node => ({ id, title, total, below: [] })
const tree: Node[] = [
  { ...leaf(1, 'Module 10', 5), below: [leaf(11, 'Reading', 2), leaf(12, 'Lecture', 9)] },
  leaf(2, 'module 9', 7),
  leaf(3, 'Empty'),
]
const columns: Column<Node>[] = [
  { id: 'title', kind: 'text', header: '', value: (node) => node.title },
  { id: 'total', kind: 'number', header: '', value: (node) => node.total },
]

function rowsWith(change: Partial<TableInput<Node>>) {
  const input = reactive({
    sorting: null,
    filter: null,
    expanded: {},
    ...change,
  }) as Partial<TableInput<Node>>
  const read = () =>
    ({
      rows: tree,
      columns,
      rowKey: (node: Node) => node.id,
      children: (node: Node) => node.below,
      ...input,
    }) as TableInput<Node>
  const table = useTableRows(read, (expanded) => (input.expanded = expanded))
  return { table, input, ids: () => table.shown.value.map(({ id }) => id) }
}

describe('the rows of a table', () => {
  it('come in the order in which they were given, branches closed', () => {
    expect(rowsWith({}).ids()).toEqual(['1', '2', '3'])
  })

  it('open and close', () => {
    const { table, ids } = rowsWith({})
    table.shown.value[0]?.toggleExpanded()
    expect(ids()).toEqual(['1', '11', '12', '2', '3'])
    table.shown.value[0]?.toggleExpanded()
    expect(ids()).toEqual(['1', '2', '3'])
  })

  it('close one when all are open', () => {
    const { table, ids } = rowsWith({ expanded: true })
    expect(ids()).toEqual(['1', '11', '12', '2', '3'])
    table.shown.value[0]?.toggleExpanded()
    expect(ids()).toEqual(['1', '2', '3'])
  })

  it('sort within their parents, numbers in text by value, nothing last either way', () => {
    const expanded = true
    const byTitle = { column: 'title', isDescending: false }
    expect(rowsWith({ expanded, sorting: byTitle }).ids()).toEqual(['3', '2', '1', '12', '11'])
    const largest = { column: 'total', isDescending: true }
    expect(rowsWith({ expanded, sorting: largest }).ids()).toEqual(['2', '1', '12', '11', '3'])
    const smallest = { column: 'total', isDescending: false }
    expect(rowsWith({ expanded, sorting: smallest }).ids()).toEqual(['1', '11', '12', '2', '3'])
  })

  it('are found with their ancestors, opened', () => {
    const filter = (node: Node) => node.title === 'Lecture'
    expect(rowsWith({ filter }).ids()).toEqual(['1', '12'])
    expect(rowsWith({ filter: () => false }).ids()).toEqual([])
  })

  it('are all there for copying out, those in closed branches too', () => {
    const { table } = rowsWith({})
    expect(table.everyRow.value.map(({ id }) => id)).toEqual(['1', '11', '12', '2', '3'])
  })
})
