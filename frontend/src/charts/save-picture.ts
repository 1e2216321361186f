import { measureText } from './measure-text.ts'
import { chartFont } from './palette.ts'

const svgNamespace = 'http://www.w3.org/2000/svg'
const margin = 16
const headingHeight = 52
const legendHeight = 28

function svgElement(name: string, attributes: Record<string, string | number>): SVGElement {
  const element = document.createElementNS(svgNamespace, name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value))
  return element
}

function svgText(words: string, attributes: Record<string, string | number>): SVGElement {
  const element = svgElement('text', { 'font-family': chartFont, ...attributes })
  element.textContent = words
  return element
}

/** A colour as any drawing program knows it: red, green, blue. */
function plainColour(colour: string): string {
  const pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  if (!pen) return colour
  pen.fillStyle = colour
  pen.fillRect(0, 0, 1, 1)
  const [red = 0, green = 0, blue = 0] = pen.getImageData(0, 0, 1, 1).data
  return `rgb(${red},${green},${blue})`
}

/** Outside the page nobody knows its variables. */
function resolveVariables(markup: string): string {
  const styles = getComputedStyle(document.documentElement)
  const known = new Map<string, string>()
  return markup.replace(/var\((--[\w-]+)\)/g, (_, name: string) => {
    const colour = known.get(name) ?? plainColour(styles.getPropertyValue(name).trim())
    known.set(name, colour)
    return colour
  })
}

/** A copy of a drawing at its place. */
function copyAt(drawing: SVGElement, x: number, y: number): Node {
  const copy = drawing.cloneNode(true) as SVGElement
  const { width, height } = drawing.getBoundingClientRect()
  for (const name of ['style', 'class', 'role', 'aria-hidden']) copy.removeAttribute(name)
  copy.setAttribute('x', String(x))
  copy.setAttribute('y', String(y))
  copy.setAttribute('width', String(width))
  copy.setAttribute('height', String(height))
  return copy
}

/** Marks and words of the legend, but for what is switched off, in rows of at most `width` pixels. */
function copyLegend(
  figure: HTMLElement,
  top: number,
  width: number,
): { parts: SVGElement[]; height: number } {
  const items = [
    ...figure.querySelectorAll<HTMLElement>('[data-legend-item]:not([aria-pressed="false"])'),
  ]
  let x = margin
  let y = top
  const parts = items.map((item) => {
    const mark = item.querySelector('svg')
    const words = item.textContent.trim()
    const itemWidth = 32 + measureText(words) + 24
    if (x > margin && x + itemWidth > width - margin) {
      x = margin
      y += legendHeight
    }
    const part = svgElement('g', {})
    const markHeight = mark?.getBoundingClientRect().height ?? 0
    if (mark) part.append(copyAt(mark, x, y + 12 - markHeight / 2))
    part.append(svgText(words, { x: x + 32, y: y + 16, 'font-size': 12, fill: 'var(--ui-text)' }))
    x += itemWidth
    return part
  })
  return { parts, height: parts.length > 0 ? y - top + legendHeight : 0 }
}

export interface PictureWords {
  title: string
  /** What, of which course, when: so that the picture can be read alone. */
  caption: string
}

export interface Picture {
  markup: string
  width: number
  height: number
}

/** All drawings of a figure in one SVG that stands for itself, below its title. */
function makePicture(figure: HTMLElement, { title, caption }: PictureWords): Picture {
  const area = figure.querySelector<HTMLElement>('[data-picture]')
  if (!area) throw new Error('a figure without a picture')
  const box = area.getBoundingClientRect()
  const drawings = [...area.querySelectorAll<SVGElement>('svg')].filter(
    (drawing) => !drawing.closest('[data-not-saved], svg svg'),
  )
  const boxes = drawings.map((drawing) => drawing.getBoundingClientRect())
  const bottom = Math.max(box.top, ...boxes.map((one) => one.bottom))
  const width = Math.ceil(Math.max(box.width, measureText(caption))) + 2 * margin
  const legend = copyLegend(figure, margin + headingHeight, width)
  const top = margin + headingHeight + legend.height
  const height = Math.ceil(top + bottom - box.top + margin)

  const root = svgElement('svg', {
    xmlns: svgNamespace,
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
  })
  root.append(
    svgElement('rect', { width, height, fill: 'var(--ui-bg)' }),
    svgText(title, {
      x: margin,
      y: margin + 16,
      'font-size': 18,
      'font-weight': 600,
      fill: 'var(--ui-text)',
    }),
    svgText(caption, { x: margin, y: margin + 38, 'font-size': 12, fill: 'var(--ui-text-muted)' }),
    ...legend.parts,
    ...drawings.map((drawing, index) => {
      const { left, top: y } = boxes[index] ?? box
      return copyAt(drawing, left - box.left + margin, y - box.top + top)
    }),
  )
  return { markup: resolveVariables(new XMLSerializer().serializeToString(root)), width, height }
}

/** Twice as fine as the page, so that it can be printed. */
async function rasterize({ markup, width, height }: Picture): Promise<Blob> {
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(markup)}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = 2 * width
  canvas.height = 2 * height
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  const { promise, resolve, reject } = Promise.withResolvers<Blob>()
  canvas.toBlob(
    (blob) => (blob ? resolve(blob) : reject(new Error('no picture came out'))),
    'image/png',
  )
  return promise
}

function download(blob: Blob, fileName: string): void {
  const address = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = address
  link.download = fileName
  link.click()
  URL.revokeObjectURL(address)
}

export async function savePicture(
  figure: HTMLElement,
  words: PictureWords & { fileName: string },
  format: 'png' | 'svg',
): Promise<void> {
  const picture = makePicture(figure, words)
  const blob =
    format === 'png'
      ? await rasterize(picture)
      : new Blob([picture.markup], { type: 'image/svg+xml' })
  download(blob, `${words.fileName}.${format}`)
}
