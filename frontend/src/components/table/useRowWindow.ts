import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/vue-virtual'
import { computed, ref, type Ref } from 'vue'

/** Up to so many rows all are drawn, so that the browser can search and print them. */
const alwaysDrawn = 150
const overscanRows = 15
const estimatedRowPixels = 37

/**
 * Of a long table draws the rows in view and some around them, and the row that holds the focus wherever
 * it is. In place of the others stands empty height: before a row (`gap`) and after the last.
 */
export function useRowWindow<Row extends { id: string }>(
  scroller: Readonly<Ref<HTMLElement | null>>,
  rows: Readonly<Ref<readonly Row[]>>,
) {
  /** Index of the row that is drawn whether it is in view or not. */
  const held = ref<number | null>(null)

  const virtualizer = useVirtualizer<HTMLElement, HTMLElement>(
    computed(() => {
      const all = rows.value
      const alsoDrawn = held.value
      return {
        count: all.length,
        getScrollElement: () => scroller.value,
        getItemKey: (index: number) => all[index]?.id ?? index,
        estimateSize: () => estimatedRowPixels,
        overscan: all.length <= alwaysDrawn ? alwaysDrawn : overscanRows,
        initialRect: { width: 0, height: 900 },
        rangeExtractor: (range: Range) => withIndex(defaultRangeExtractor(range), alsoDrawn, range),
      }
    }),
  )

  const drawn = computed(() => {
    const items = virtualizer.value.getVirtualItems()
    return items.flatMap(({ index, start }, position) => {
      const row = rows.value[index]
      return row ? [{ row, index, gap: start - (items[position - 1]?.end ?? 0) }] : []
    })
  })
  const gapAfter = computed(() => {
    const end = virtualizer.value.getVirtualItems().at(-1)?.end ?? 0
    return virtualizer.value.getTotalSize() - end
  })
  /**
   * For each drawn row, which bears its index as `data-index`: rows may differ in height. Where all are
   * drawn heights do not matter, and asking for them makes the browser lay out the page.
   */
  const measure = (element: unknown) => {
    const isWindow = rows.value.length > alwaysDrawn
    if (isWindow && element instanceof HTMLElement) virtualizer.value.measureElement(element)
  }
  const hold = (index: number | null) => {
    held.value = index
  }
  return { drawn, gapAfter, measure, hold }
}

function withIndex(indexes: number[], index: number | null, { count }: Range): number[] {
  if (index === null || index < 0 || index >= count || indexes.includes(index)) return indexes
  return [...indexes, index].sort((a, b) => a - b)
}
