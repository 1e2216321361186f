import type { BarSeriesOption, LineSeriesOption } from 'echarts/charts'
import type { GridComponentOption } from 'echarts/components'
import type { ComposeOption } from 'echarts/core'
import { chartColour, chartFont, chartFontSize } from './palette.ts'

/** What our charts are made of; `EChart.vue` registers exactly these parts. */
export type ChartOption = ComposeOption<BarSeriesOption | LineSeriesOption | GridComponentOption>
export type YAxis = Exclude<ChartOption['yAxis'], unknown[] | undefined>
export type XAxis = Exclude<ChartOption['xAxis'], unknown[] | undefined>

/** Pixels around the plot: what our own layers and ECharts must agree about. */
export interface Margins {
  left: number
  right: number
  top: number
  bottom: number
}

export const axisText = { color: chartColour.text, fontFamily: chartFont, fontSize: chartFontSize }

/** Shared by all: nothing moves, nothing answers the pointer (that is the work of our own layers). */
export const stillChart = {
  animation: false,
  backgroundColor: 'transparent',
  textStyle: axisText,
} satisfies ChartOption

export function plotGrid(margins: Margins): GridComponentOption {
  return { ...margins, outerBoundsMode: 'none' }
}

/** Upwards from 0 in round steps, with hardly visible lines. */
export function valueAxis(
  { max, interval }: { max: number; interval: number },
  formatValue: (value: number) => string,
): YAxis {
  return {
    type: 'value',
    min: 0,
    max,
    interval,
    axisLabel: { ...axisText, margin: 8, formatter: formatValue },
    splitLine: { lineStyle: { color: chartColour.line, width: 1 } },
    silent: true,
  }
}
