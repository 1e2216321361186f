import type { Histogram } from '#shared/figures.ts'
import {
  axisText,
  plotGrid,
  stillChart,
  valueAxis,
  type ChartOption,
  type Margins,
} from './chart-option.ts'
import { formatNumber } from '../texts/format.ts'
import { chartColour } from './palette.ts'
import { valueScale } from './value-scale.ts'

export const histogramMargins: Margins = { left: 44, right: 8, top: 24, bottom: 72 }

/** `0`, `1 – 12`, `13 – 24` … as people write ranges; one number where the bin holds only that one. */
export function binName({ from, to }: { from: number; to: number }): string {
  return from === to ? formatNumber(from) : `${formatNumber(from)} – ${formatNumber(to)}`
}

/** The same below a bar, in two lines. */
const binLabel = ({ from, to }: { from: number; to: number }) =>
  from === to ? formatNumber(from) : `${formatNumber(from)}\n– ${formatNumber(to)}`

/** Students by their number of visits; those without any stand apart as an empty bar. */
export function histogramOption({ bins }: Histogram, axisName: string): ChartOption {
  return {
    ...stillChart,
    grid: plotGrid(histogramMargins),
    xAxis: {
      type: 'category',
      data: bins.map(binLabel),
      name: axisName,
      nameLocation: 'middle',
      nameGap: 50,
      nameTextStyle: axisText,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: chartColour.axis } },
      axisLabel: { ...axisText, lineHeight: 16, interval: 0, hideOverlap: true },
      silent: true,
    },
    yAxis: valueAxis(
      valueScale(Math.max(0, ...bins.map(({ students }) => students))),
      formatNumber,
    ),
    series: [
      {
        type: 'bar',
        silent: true,
        barCategoryGap: '12%',
        data: bins.map(({ from, students }) => ({
          value: students,
          itemStyle:
            from === 0
              ? {
                  color: chartColour.background,
                  borderColor: chartColour.axis,
                  borderType: 'dashed',
                }
              : { color: chartColour.axis },
        })),
        label: {
          show: true,
          position: 'top',
          distance: 4,
          ...axisText,
          formatter: ({ value }) =>
            typeof value === 'number' && value > 0 ? formatNumber(value) : '',
        },
        emphasis: { disabled: true },
      },
    ],
  }
}
