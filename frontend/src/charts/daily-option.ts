import type { LineSeriesOption } from 'echarts/charts'
import {
  axisText,
  plotGrid,
  stillChart,
  valueAxis,
  type ChartOption,
  type Margins,
  type XAxis,
} from './chart-option.ts'
import { chartColour } from './palette.ts'
import { timeAxis, type TimeLabel } from './time-axis.ts'
import type { DaySpan, TimeScale } from './time-scale.ts'
import type { ValueScale } from './value-scale.ts'

/** One line: `values` by day of the course. */
export interface DailySeries {
  name: string
  values: readonly number[]
  colour: string
  dashes: readonly number[]
  symbol: 'circle' | 'triangle' | 'rect' | 'none'
  /** How dense the fill below the line is, 0 … 1. */
  fill: number
}

export interface DailyChart {
  scale: TimeScale
  margins: Margins
  series: readonly DailySeries[]
  /** How many days have data: the lines end there. */
  known: number
  values: ValueScale
  formatValue: (value: number) => string
  /** Two lines below the axis; null leaves the axis without labels. */
  formatLabel: ((label: TimeLabel) => [string, string]) | null
}

/** Up to this many days every day bears its mark; beyond, one a week. */
const mostMarks = 31

function line(series: DailySeries, { scale, known }: DailyChart): LineSeriesOption {
  const { from } = scale.span
  const to = Math.min(scale.span.to, known)
  const hasMark = (day: number) => to - from <= mostMarks || day % 7 === 2
  return {
    type: 'line',
    name: series.name,
    silent: true,
    data: series.values.slice(from, to).map((value, index) => ({
      value: [from + index + 0.5, value],
      symbol: hasMark(from + index) ? series.symbol : 'none',
    })),
    showAllSymbol: true,
    symbolSize: 6,
    itemStyle: { color: series.colour },
    lineStyle: { color: series.colour, width: 2, type: [...series.dashes] },
    areaStyle: { color: series.colour, opacity: series.fill },
    emphasis: { disabled: true },
  }
}

function dayAxis({ scale, formatLabel }: DailyChart): XAxis {
  const { ticks, labels } = timeAxis(scale)
  const byPlace = new Map(labels.map((label) => [label.at, label]))
  const write = (at: number) => {
    const label = byPlace.get(at)
    if (!label || !formatLabel) return ''
    const [first, second] = formatLabel(label)
    return `{first|${first}}\n${second}`
  }
  return {
    type: 'value',
    min: scale.span.from,
    max: scale.span.to,
    splitLine: { show: false },
    axisLine: { onZero: false, lineStyle: { color: chartColour.axis } },
    axisTick: {
      show: formatLabel !== null,
      length: 10,
      lineStyle: { color: chartColour.line },
      customValues: ticks,
    },
    axisLabel: {
      ...axisText,
      show: formatLabel !== null,
      margin: 14,
      lineHeight: 16,
      hideOverlap: false,
      customValues: labels.map(({ at }) => at),
      rich: { first: { color: chartColour.strongText, fontWeight: 600, lineHeight: 16 } },
      formatter: write,
    },
    silent: true,
  }
}

/** Lines over the days of a course. Events, weekends and the cursor are layers of our own around it. */
export function dailyOption(chart: DailyChart): ChartOption {
  return {
    ...stillChart,
    grid: plotGrid(chart.margins),
    xAxis: dayAxis(chart),
    yAxis: valueAxis(chart.values, chart.formatValue),
    series: chart.series.map((series) => line(series, chart)),
  }
}

/** The highest value that a span shows. */
export function highestIn(series: readonly DailySeries[], span: DaySpan, known: number): number {
  const to = Math.min(span.to, known)
  return Math.max(0, ...series.flatMap(({ values }) => values.slice(span.from, to)))
}
