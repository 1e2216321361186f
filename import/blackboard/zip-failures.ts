import { ExportUnusable } from '../problems.ts'

export function damaged(what: string, options?: ErrorOptions): ExportUnusable {
  return new ExportUnusable(
    'damaged_zip',
    `The zip is damaged: ${what}. Copy it again in binary mode, or export it again.`,
    options,
  )
}

export function truncated(sizeBytes: number): ExportUnusable {
  return new ExportUnusable(
    'truncated_zip',
    `The zip begins well, but its end is missing after ${sizeBytes} bytes: it was not copied to its ` +
      'end. Copy or export it again.',
  )
}

export function unsafe(what: string): ExportUnusable {
  return new ExportUnusable(
    'unsafe_zip',
    `The zip ${what}, which no exporter writes. Nothing of it was imported. Find out where it came from.`,
  )
}
