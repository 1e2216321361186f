/**
 * The points of a small line in a box of `width` × `height`, from the first value at the left to the last
 * at the right, zero at the bottom. `length` values would fill the width: fewer end the line early.
 */
export function sparklinePoints(
  values: readonly number[],
  { width, height, length = values.length }: { width: number; height: number; length?: number },
): { x: number; y: number }[] {
  const highest = Math.max(1, ...values)
  const step = length > 1 ? width / (length - 1) : 0
  return values.map((value, index) => ({
    x: round(index * step),
    y: round(height - (value / highest) * height),
  }))
}

const round = (value: number) => Math.round(value * 100) / 100

/** Points as the `d` of an SVG path. */
export function linePath(points: readonly { x: number; y: number }[]): string {
  return points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('')
}
