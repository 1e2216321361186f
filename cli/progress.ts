const barWidth = 30
const linesAtMost = 10

export interface ProgressBar {
  /** Call it as often as you like. */
  advance: (done: number) => void
  /** What is written next begins a line of its own, also where the bar has not come to its end. */
  end: () => void
}

/** Shows how far long work is, on standard error: a bar on a terminal, else a line for every tenth. */
export function progressOf(what: string, all: number, screen = process.stderr): ProgressBar {
  const { isTTY } = screen
  const steps = isTTY ? 200 : linesAtMost
  let shown = 0
  let isOpen = false

  function end() {
    if (isOpen) screen.write('\n')
    isOpen = false
  }

  function advance(done: number) {
    const step = all > 0 ? Math.min(steps, Math.floor((steps * done) / all)) : steps
    if (step <= shown) return
    shown = step
    const percent = Math.floor((100 * step) / steps)
    if (!isTTY) {
      screen.write(`${what}: ${percent} %\n`)
      return
    }
    const filled = Math.round((barWidth * step) / steps)
    const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled)
    screen.write(`\r${what} ${bar} ${percent} %`)
    isOpen = true
    if (step === steps) end()
  }

  return { advance, end }
}
