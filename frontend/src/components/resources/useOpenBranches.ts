import { computed, type Ref } from 'vue'
import { ownNumber, publicId } from '#shared/public-id.ts'
import { openRows } from '../../address.ts'
import { useAddress } from '../../composables/useAddress.ts'

type Expanded = true | Record<string, boolean>

/** Which branches of the tree are open, kept in the address by the course's own short numbers. */
export function useOpenBranches(courseId: () => number, parentIds: Readonly<Ref<number[]>>) {
  const open = useAddress('open', openRows)

  const expanded = computed<Expanded>({
    get: () => {
      if (open.value === 'all') return true
      return Object.fromEntries([...open.value].map((own) => [publicId(courseId(), own), true]))
    },
    set: (state) => {
      const opened = parentIds.value.filter((id) => state === true || state[id])
      const own = opened.map((id) => ownNumber(courseId(), id)).filter((number) => number !== null)
      open.value = opened.length === parentIds.value.length ? 'all' : new Set(own)
    },
  })
  const expandAll = () => {
    open.value = 'all'
  }
  const collapseAll = () => {
    open.value = new Set()
  }
  return { expanded, expandAll, collapseAll }
}
