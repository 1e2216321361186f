/** The name of a file that is saved, without its ending: letters and digits of any script, and dashes. */
export const savedName = (...parts: readonly (string | undefined)[]): string =>
  parts.join('-').replaceAll(/[^\p{L}\p{N}_-]+/gu, '-')
