const barWidth = 30
const linesAtMost = 10

/**
 * Shows how far long work is, on standard error: a bar on a terminal, else a line for every tenth. Call it
 * as often as you like.
 */
export function progressOf(what: string, all: number): (done: number) => void {
  const { isTTY } = process.stderr
  const steps = isTTY ? 200 : linesAtMost
  let shown = 0
  return (done) => {
    const step = all > 0 ? Math.floor((steps * done) / all) : steps
    if (step <= shown) return
    shown = step
    const percent = Math.floor((100 * step) / steps)
    if (!isTTY) {
      process.stderr.write(`${what}: ${percent} %\n`)
      return
    }
    const filled = Math.round((barWidth * step) / steps)
    const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled)
    process.stderr.write(`\r${what} ${bar} ${percent} %${step === steps ? '\n' : ''}`)
  }
}
