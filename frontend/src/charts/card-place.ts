export const cardWidth = 272
const distance = 12

/** Where a card stands beside what it speaks of (from `x` to `endX`), inside a picture of this width. */
export function cardLeft({ x, endX }: { x: number; endX: number }, width: number): number {
  const toTheRight = endX + distance
  const left = toTheRight + cardWidth <= width ? toTheRight : x - distance - cardWidth
  return Math.max(0, Math.min(left, width - cardWidth))
}
