import { computed, ref, watch, type WritableComputedRef } from 'vue'
import { useRoute, useRouter, type LocationQueryValue, type Router } from 'vue-router'
import type { AddressCodec } from '../address.ts'

type QueryValue = LocationQueryValue | LocationQueryValue[] | undefined
const single = (value: QueryValue) => (Array.isArray(value) ? value[0] : value) ?? undefined

/** Changes that are not in the address yet: those of one moment become one step. */
const pending = new Map<string, string | undefined>()
let isPush = false

async function flush(router: Router): Promise<void> {
  const { query, hash } = router.currentRoute.value
  const location = { query: { ...query, ...Object.fromEntries(pending) }, hash }
  const step = isPush ? router.push(location) : router.replace(location)
  pending.clear()
  isPush = false
  await step
}

/**
 * A piece of state that lives in the query of the address, so that the page can be sent as a link.
 * `push` makes a step that the back button undoes: for going somewhere, not for each letter typed.
 */
export function useAddress<T>(
  name: string,
  codec: AddressCodec<T>,
  step: 'push' | 'replace' = 'replace',
): WritableComputedRef<T> {
  const route = useRoute()
  const router = useRouter()
  // Known at once when set here; the address follows.
  const raw = ref(single(route.query[name]))
  watch(
    () => route.query[name],
    (value) => {
      if (!pending.has(name)) raw.value = single(value)
    },
  )

  return computed({
    get: () => codec.read(raw.value),
    set: (value) => {
      raw.value = codec.write(value)
      if (pending.size === 0) queueMicrotask(() => void flush(router))
      pending.set(name, raw.value)
      isPush ||= step === 'push'
    },
  })
}
