import { computed } from 'vue'
import type { Resource } from '#shared/figures.ts'
import { oneOf, text } from '../../address.ts'
import { useAddress } from '../../composables/useAddress.ts'
import { useCourse } from '../../composables/useCourse.ts'
import { texts } from '../../texts/texts.ts'
import { useFilteredRows } from '../table/useFilteredRows.ts'
import { resourceFilter, typeOptions } from './resource-filter.ts'
import { buildTree, everyNode, rollUp, type Adding, type TreeNode } from './resource-tree.ts'
import { useOpenBranches } from './useOpenBranches.ts'

/** Whether rows show their own figures or those of everything below them. */
export const useFiguresBelow = () => useAddress('figures', oneOf(['below', 'own']))

/**
 * What every table of resources is made of: the tree, which of it is open, what is searched for, and how it is
 * sorted, all in the address. `add` puts the figures of a branch together; without it `rows` hold them already.
 */
export function useResourceTree<Row extends Resource>(
  rows: () => readonly Row[],
  add?: () => Adding<Row>,
) {
  const course = useCourse()
  const typeInAddress = useAddress('type', text)
  const figures = useFiguresBelow()

  const ownTree = computed(() => buildTree<Row>(rows()))
  const isRolledUp = computed({
    get: () => figures.value === 'below',
    set: (isBelow: boolean) => (figures.value = isBelow ? 'below' : 'own'),
  })
  const tree = computed(() =>
    add && isRolledUp.value ? rollUp(ownTree.value, add()) : ownTree.value,
  )
  const parentIds = computed(() =>
    everyNode(ownTree.value).flatMap(({ id, children }) => (children.length > 0 ? [id] : [])),
  )
  const branches = useOpenBranches(() => course.value.id, parentIds)

  const types = computed(() => [
    { value: '', text: texts.resources.allTypes },
    ...typeOptions(rows()),
  ])
  /** What the address asks for, if there is such a type here. */
  const type = computed({
    get: () => types.value.find(({ value }) => value === typeInAddress.value)?.value ?? '',
    set: (value) => (typeInAddress.value = value),
  })
  const { found, ...searched } = useFilteredRows(rows, (words) => resourceFilter(words, type.value))
  return {
    tree,
    isTree: computed(() => parentIds.value.length > 0),
    childrenOf: (node: TreeNode<Row>) => node.children,
    isRolledUp,
    ...branches,
    ...searched,
    types,
    type,
    /** How many fit, without the folders that are shown because of what lies in them. */
    countText: computed(() => texts.resources.shown(found.value.length, rows().length)),
  }
}
