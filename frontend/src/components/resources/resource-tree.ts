import type { Resource, ResourceRow } from '#shared/figures.ts'

/** A resource with those that lie below it, in the order in which they came. */
export type TreeNode<Row> = Row & { children: TreeNode<Row>[] }
export type ResourceNode = TreeNode<ResourceRow>

/** Rows hung below their parents; one whose parent is not among them stands at the top. */
export function buildTree<Row extends Pick<Resource, 'id' | 'parentId'>>(
  rows: readonly Row[],
): TreeNode<Row>[] {
  const nodes = new Map<number, TreeNode<Row>>(
    rows.map((row) => [row.id, { ...row, children: [] }]),
  )
  const top: TreeNode<Row>[] = []
  for (const node of nodes.values()) {
    const parent = node.parentId === null ? undefined : nodes.get(node.parentId)
    if (parent) parent.children.push(node)
    else top.push(node)
  }
  return top
}

/** A node with its own figures, put together with those of its children, which hold all below them already. */
export type Adding<Row> = (own: TreeNode<Row>, children: TreeNode<Row>[]) => TreeNode<Row>

/**
 * Every node's figures with those of everything below it. Only for figures that can be added, such as
 * visits; never for students, who would be counted once for each resource.
 */
export function rollUp<Row>(nodes: readonly TreeNode<Row>[], add: Adding<Row>): TreeNode<Row>[] {
  return nodes.map((node) => {
    const children = rollUp(node.children, add)
    return { ...add(node, children), children }
  })
}

/** Adds weeks of visits, posts or attempts; `whole` is what `percent` is of. */
export function addWeeks(whole: number): Adding<ResourceRow> {
  return (own, children) => {
    const weeks = own.weeks.map((figure, week) =>
      children.reduce((sum, child) => sum + (child.weeks[week] ?? 0), figure),
    )
    const total = children.reduce((sum, child) => sum + child.total, own.total)
    return { ...own, weeks, total, percent: whole === 0 ? 0 : (100 * total) / whole }
  }
}

/** The nodes and all below them, parents first. */
export function everyNode<Row>(nodes: readonly TreeNode<Row>[]): TreeNode<Row>[] {
  return nodes.flatMap((node) => [node, ...everyNode(node.children)])
}

/** The largest figure of one week in the tree: what the shading is measured by. */
export function highestWeek(nodes: readonly ResourceNode[]): number {
  return everyNode(nodes).reduce((highest, node) => Math.max(highest, ...node.weeks), 0)
}
