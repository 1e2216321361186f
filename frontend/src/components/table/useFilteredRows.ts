import { computed } from 'vue'
import { sorting as sortingCodec, text } from '../../address.ts'
import { useAddress } from '../../composables/useAddress.ts'

/** Search and order of a table that has all its rows here, as they stand in the address, and what is found. */
export function useFilteredRows<Row>(
  rows: () => readonly Row[],
  filterOf: (search: string) => ((row: Row) => boolean) | null,
) {
  const search = useAddress('q', text)
  const filter = computed(() => filterOf(search.value))
  return {
    search,
    sorting: useAddress('sort', sortingCodec),
    filter,
    found: computed(() => (filter.value ? rows().filter(filter.value) : rows())),
  }
}
