import type { FailureCode } from '#shared/import.ts'

/**
 * The export as a whole cannot be used, for a reason in the file itself; nothing of the course changes.
 * The message is for the administrator: what is wrong, what was got and expected, where, what to do.
 * Trouble of the machine (a disk, a network) is never one of these: it may be gone at the next attempt.
 */
export class ExportUnusable extends Error {
  override name = 'ExportUnusable'
  readonly code: FailureCode

  constructor(code: FailureCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/**
 * What was asked for cannot be done as the course stands; nothing has changed. The message is for the
 * administrator: why not, and what to do.
 */
export class ChangeRefused extends Error {
  override name = 'ChangeRefused'
}

const longestShown = 80

/** Text from an export as a message may show it: quoted, cut, and with what cannot be seen written out. */
export function shown(text: string): string {
  const visible = text
    .slice(0, longestShown)
    .replace(/[^\P{C}]|[^\P{Z} ]/gu, (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`)
  return `"${visible}${text.length > longestShown ? '…' : ''}"`
}

/** Whether the operating system reported the error: such trouble is not the export's fault. */
export function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}
