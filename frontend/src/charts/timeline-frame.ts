import type { Margins } from './chart-option.ts'

/** Sizes of a timeline's parts in pixels, and how many lanes of events it has room for. */
export interface TimelineFrame {
  isNarrow: boolean
  /** From the left edge to the plot: room for the figures of the axis. */
  left: number
  right: number
  plotHeight: number
  margins: Margins
  smallHeight: number
  smallMargins: Margins
  maxLanes: number
  maxRows: number
}

/** The widest of phones is narrow, and so is a window at 200 % zoom. */
const narrow = 640

/** `axisWidth`: of the widest figure at the axis. */
export function timelineFrame(width: number, axisWidth: number): TimelineFrame {
  const isNarrow = width < narrow
  const left = Math.max(32, Math.ceil(axisWidth) + 12)
  const right = isNarrow ? 8 : 16
  return {
    isNarrow,
    left,
    right,
    plotHeight: isNarrow ? 240 : 304,
    margins: { left, right, top: 8, bottom: 52 },
    smallHeight: 80,
    smallMargins: { left, right, top: 24, bottom: 8 },
    maxLanes: isNarrow ? 4 : 6,
    maxRows: isNarrow ? 2 : 3,
  }
}
