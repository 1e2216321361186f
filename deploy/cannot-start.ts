/** Something that the person at the keyboard can put right; the message is one sentence for them. */
export class CannotStart extends Error {
  override name = 'CannotStart'
}

/** A line about what goes on, on standard error: standard output is for results. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`)
}
