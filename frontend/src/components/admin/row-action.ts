import type { RouteLocationRaw } from 'vue-router'

/** One thing that can be done with a row: something happens, a page opens, or a file comes. */
export interface RowAction {
  label: string
  icon: string
  run?: () => void
  to?: RouteLocationRaw
  href?: string
}
