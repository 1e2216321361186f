import type { EventKind } from '#shared/event-kind.ts'
import type { Category } from '#shared/resource-category.ts'

/**
 * Colours of the charts, by the names of `styles/tokens.css`. They reach the SVG as variables, so that a
 * chart follows light and dark without being drawn again.
 */
export const categoryColour = {
  content: 'var(--color-content)',
  communication: 'var(--color-communication)',
  assessment: 'var(--color-assessment)',
} satisfies Record<Category, string>

export const kindColour = {
  single: 'var(--color-single)',
  repeating: 'var(--color-repeating)',
  submission: 'var(--color-submission)',
} satisfies Record<EventKind, string>

export const chartColour = {
  text: 'var(--ui-text-muted)',
  strongText: 'var(--ui-text)',
  line: 'var(--ui-border)',
  axis: 'var(--ui-border-accented)',
  background: 'var(--ui-bg)',
  weekend: 'var(--ui-bg-elevated)',
  /** Data that belong to no category. */
  plain: 'var(--ui-text-toned)',
  before: 'var(--color-before)',
  after: 'var(--color-after)',
  heat: 'var(--color-heat)',
}

/** How a category is told apart without colour: the dashes of its line, and the mark on it. */
export const categoryMark = {
  content: { dashes: [], symbol: 'circle' },
  communication: { dashes: [7, 3], symbol: 'triangle' },
  assessment: { dashes: [2, 2.5], symbol: 'rect' },
} as const satisfies Record<Category, { dashes: readonly number[]; symbol: string }>

/** The system's letters: ECharts measures texts by this name and cannot read a variable. */
export const chartFont = 'system-ui, sans-serif'
export const chartFontSize = 12

/** The smallest target for a finger or an unsteady hand. */
export const shortestTarget = 24
