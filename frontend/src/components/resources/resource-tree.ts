import type { ResourceRow } from '#shared/figures.ts'

/** A resource with those that lie below it, in the order in which they came. */
export interface ResourceNode extends ResourceRow {
  children: ResourceNode[]
}

/** Rows hung below their parents; one whose parent is not among them stands at the top. */
export function buildTree(rows: readonly ResourceRow[]): ResourceNode[] {
  const nodes = new Map(rows.map((row) => [row.id, { ...row, children: [] as ResourceNode[] }]))
  const top: ResourceNode[] = []
  for (const node of nodes.values()) {
    const parent = node.parentId === null ? undefined : nodes.get(node.parentId)
    if (parent) parent.children.push(node)
    else top.push(node)
  }
  return top
}

/**
 * Every node's figures with those of everything below it. Only for figures that can be added, such as
 * visits; never for students, who would be counted once for each resource. `whole` is what `percent` is of.
 */
export function rollUp(nodes: readonly ResourceNode[], whole: number): ResourceNode[] {
  return nodes.map((node) => {
    const children = rollUp(node.children, whole)
    const weeks = node.weeks.map((own, week) =>
      children.reduce((sum, child) => sum + (child.weeks[week] ?? 0), own),
    )
    const total = children.reduce((sum, child) => sum + child.total, node.total)
    return { ...node, children, weeks, total, percent: whole === 0 ? 0 : (100 * total) / whole }
  })
}

/** The nodes and all below them, parents first. */
export function everyNode(nodes: readonly ResourceNode[]): ResourceNode[] {
  return nodes.flatMap((node) => [node, ...everyNode(node.children)])
}

/** The largest figure of one week in the tree: what the shading is measured by. */
export function highestWeek(nodes: readonly ResourceNode[]): number {
  return everyNode(nodes).reduce((highest, node) => Math.max(highest, ...node.weeks), 0)
}
