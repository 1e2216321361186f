/** Loaded before a process of ours: its clock is so many hours behind, and a signal sets it back by one more. */
const RealDate = Date
const hourMs = 3_600_000
let behindMs = Number(process.env.CLOOP_HOURS_BEHIND ?? 0) * hourMs

class SetBackDate extends RealDate {
  constructor(...given: unknown[]) {
    if (given.length === 0) super(SetBackDate.now())
    else super(...(given as [number]))
  }

  static override now() {
    return RealDate.now() - behindMs
  }
}

globalThis.Date = SetBackDate as DateConstructor
process.on('SIGUSR2', () => (behindMs += hourMs))
