import { computed, onBeforeUnmount, onMounted, ref, watch, type Ref } from 'vue'
import { dayStep } from './day-step.ts'
import { dayAt, type DaySpan, type TimeScale } from './time-scale.ts'

/** The day that is read in a chart, led by the pointer or by keys. */
export interface DayCursor {
  day: Readonly<Ref<number | null>>
  /** Whether keys have led there: then it is said aloud. */
  isByKeys: Readonly<Ref<boolean>>
  /** For the element that is the picture of the days. */
  listeners: {
    pointermove: (event: PointerEvent) => void
    pointerdown: (event: PointerEvent) => void
    pointerleave: (event: PointerEvent) => void
    keydown: (event: KeyboardEvent) => void
    blur: () => void
  }
}

export function useDayCursor(
  area: Readonly<Ref<HTMLElement | null>>,
  scale: Readonly<Ref<TimeScale>>,
): DayCursor {
  const chosen = ref<number | null>(null)
  const isByKeys = ref(false)
  const span = computed<DaySpan>(() => scale.value.span)
  const day = computed(() => {
    const { from, to } = span.value
    return chosen.value !== null && chosen.value >= from && chosen.value < to ? chosen.value : null
  })

  const leave = () => {
    chosen.value = null
  }
  function onPointer(event: PointerEvent) {
    isByKeys.value = false
    const left = area.value?.getBoundingClientRect().left ?? 0
    chosen.value = dayAt(scale.value, event.clientX - left)
  }
  // A finger that is lifted leaves, too; what it has chosen stays until it touches elsewhere.
  function onPointerleave(event: PointerEvent) {
    if (event.pointerType !== 'touch') leave()
  }
  function onKeydown(event: KeyboardEvent) {
    const next = dayStep(day.value, event.key, span.value)
    if (next === undefined) return
    event.preventDefault()
    // Escape ends one thing at a time.
    event.stopPropagation()
    isByKeys.value = true
    chosen.value = next
  }
  function onTouchElsewhere(event: PointerEvent) {
    if (event.target instanceof Node && !area.value?.contains(event.target)) leave()
  }
  onMounted(() => document.addEventListener('pointerdown', onTouchElsewhere))
  onBeforeUnmount(() => document.removeEventListener('pointerdown', onTouchElsewhere))
  watch(span, leave)

  return {
    day,
    isByKeys,
    listeners: {
      pointermove: onPointer,
      pointerdown: onPointer,
      pointerleave: onPointerleave,
      keydown: onKeydown,
      blur: leave,
    },
  }
}
