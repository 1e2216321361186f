import { chartFont, chartFontSize } from './palette.ts'

type Measure = (text: string) => number

let pen: CanvasRenderingContext2D | null = null

/** Width of a chart's text in pixels. */
export const measureText: Measure = (text) => {
  pen ??= document.createElement('canvas').getContext('2d')
  if (!pen) return text.length * chartFontSize * 0.6
  pen.font = `${chartFontSize}px ${chartFont}`
  return pen.measureText(text).width
}

/** As much of a text as `room` takes, with an ellipsis where something is cut off; nothing if only that would fit. */
export function fitText(text: string, room: number, measure: Measure = measureText): string {
  if (measure(text) <= room) return text
  const letters = [...text]
  let kept = Math.floor((letters.length * room) / measure(text))
  const shortened = () => `${letters.slice(0, kept).join('').trimEnd()}…`
  while (kept > 0 && measure(shortened()) > room) kept -= 1
  return kept > 0 ? shortened() : ''
}
