import { computed, type WritableComputedRef } from 'vue'
import { sorting as sortingCodec, text, wholeNumber, type Sorting } from '../../address.ts'
import type { ListQuery, ListQuestion } from '../../api/admin-questions.ts'
import { useAddress } from '../../composables/useAddress.ts'
import { useAnswer } from '../../composables/useAnswer.ts'

const pageRows = 50
const mostPages = 200_000

interface ListState<Name extends string> {
  /** The order in which the list comes unless somebody sorts otherwise. */
  usual: Sorting
  /** Names of the filters; each is a piece of the address and a parameter of the question. */
  filters?: readonly Name[]
  /** What a filter of the address is to the interface, where that differs. */
  parameters?: (filters: Record<Name, string>) => ListQuery
}
interface ListOptions<Row, Name extends string> extends ListState<Name> {
  ask: (query: ListQuery) => ListQuestion<Row>
}

/** Search, filters, order and page of a list, as they stand in the address. */
function useListAddress<Name extends string>({ usual, filters = [], parameters }: ListState<Name>) {
  const pageNumber = useAddress('page', wholeNumber(1, mostPages), 'push')
  const order = useAddress('sort', sortingCodec)

  /** A piece of the address that changes which rows there are: one begins at their first page again. */
  function narrowing<T>(piece: WritableComputedRef<T>): WritableComputedRef<T> {
    return computed({
      get: () => piece.value,
      set: (value) => {
        piece.value = value
        pageNumber.value = null
      },
    })
  }
  const search = narrowing(useAddress('q', text))
  const filter = Object.fromEntries(
    filters.map((name) => [name, narrowing(useAddress(name, text))]),
  ) as Record<Name, WritableComputedRef<string>>
  const sorting = computed(() => order.value ?? usual)

  const query = computed<ListQuery>(() => {
    const chosen = Object.fromEntries(filters.map((name) => [name, filter[name].value])) as Record<
      Name,
      string
    >
    const all = { q: search.value.trim(), ...(parameters?.(chosen) ?? chosen) }
    const given = Object.entries(all).filter(([, value]) => value !== '' && value !== undefined)
    return { ...Object.fromEntries(given), sort: sortingCodec.write(sorting.value) }
  })
  return {
    search,
    filter,
    sorting,
    query,
    page: computed(() => pageNumber.value ?? 1),
    searchFor: (words: string) => void (search.value = words),
    sortBy: (wanted: Sorting | null) => {
      const isUsual = sortingCodec.write(wanted) === sortingCodec.write(usual)
      order.value = isUsual ? null : wanted
      pageNumber.value = null
    },
    clear: () => {
      search.value = ''
      for (const name of filters) filter[name].value = ''
    },
  }
}

/** A list of which one page is shown; the server searches, filters and sorts. */
export function useList<Row, Name extends string = never>({
  ask,
  ...state
}: ListOptions<Row, Name>) {
  const address = useListAddress(state)
  const { query, page } = address
  const question = computed(() => {
    const offset = String((page.value - 1) * pageRows)
    return ask({ ...query.value, limit: String(pageRows), offset })
  })
  const answer = useAnswer(() => question.value)
  const total = computed(() => answer.data.value?.total ?? 0)
  return {
    ...address,
    pageRows,
    answer,
    rows: computed(() => answer.data.value?.rows ?? []),
    total,
    pages: computed(() => Math.max(1, Math.ceil(total.value / pageRows))),
    csv: computed(() => question.value.csv),
    isFiltered: computed(() => Object.keys(query.value).some((name) => name !== 'sort')),
    reload: answer.retry,
  }
}
export type List<Row> = ReturnType<typeof useList<Row, string>>
