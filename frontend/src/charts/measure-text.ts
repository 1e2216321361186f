import { chartFont, chartFontSize } from './palette.ts'

type Measure = (text: string) => number

let pen: CanvasRenderingContext2D | null = null
const measured = new Map<string, number>()

/** Width of a chart's text in pixels. Measuring is slow and the same titles come again: they are kept. */
export const measureText: Measure = (text) => {
  const known = measured.get(text)
  if (known !== undefined) return known
  if (!pen) {
    pen = document.createElement('canvas').getContext('2d')
    if (!pen) throw new Error('this browser cannot measure text')
    pen.font = `${chartFontSize}px ${chartFont}`
  }
  const { width } = pen.measureText(text)
  measured.set(text, width)
  return width
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
