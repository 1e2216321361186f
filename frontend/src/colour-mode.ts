import { computed, ref, watchEffect } from 'vue'

/** Light, dark, or whatever the system says. */
export const colourModes = ['system', 'light', 'dark'] as const
export type ColourMode = (typeof colourModes)[number]

const storageKey = 'cloop.colour-mode'
const system = matchMedia('(prefers-color-scheme: dark)')
const systemIsDark = ref(system.matches)
system.addEventListener('change', (event) => (systemIsDark.value = event.matches))

function stored(): ColourMode {
  const word = localStorage.getItem(storageKey)
  return colourModes.find((mode) => mode === word) ?? 'system'
}

export const colourMode = ref<ColourMode>(stored())
const isDark = computed(() =>
  colourMode.value === 'system' ? systemIsDark.value : colourMode.value === 'dark',
)

export function chooseColourMode(mode: ColourMode): void {
  colourMode.value = mode
  if (mode === 'system') localStorage.removeItem(storageKey)
  else localStorage.setItem(storageKey, mode)
}

/** Keeps the page in step with the choice. Called once, before anything is drawn. */
export function applyColourMode(): void {
  watchEffect(
    () => {
      document.documentElement.classList.toggle('dark', isDark.value)
      document.documentElement.classList.toggle('light', !isDark.value)
    },
    { flush: 'sync' },
  )
}
