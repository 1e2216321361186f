/** A value axis that begins at 0: its end and the distance of its lines, both round whole numbers. */
export interface ValueScale {
  max: number
  interval: number
}

/** About four lines; 0 … 4 where there is nothing, so that a zero stands at the bottom of a real axis. */
export function valueScale(highest: number, lines = 4): ValueScale {
  const rough = Math.max(highest / lines, 1)
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 2.5, 5, 10].find((factor) => {
    const interval = factor * power
    return interval >= rough && Number.isInteger(interval)
  })
  const interval = (step ?? 10) * power
  const needed = Math.max(Math.ceil(highest / interval), highest > 0 ? 1 : lines)
  return { max: needed * interval, interval }
}
