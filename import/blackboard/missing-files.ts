import { exportFiles, type ExportFile } from '#shared/import.ts'
import { ExportUnusable, shown } from '../problems.ts'

const mostNamed = 5

/** The failure that names every missing file, with what the zip holds that may be meant for it. */
export function missingFiles(names: string[]): ExportUnusable {
  const missing = exportFiles.filter((file) => !names.includes(file))
  const hints = missing.flatMap((file) => hintFor(file, names))
  const others = names.slice(0, mostNamed).map(shown).join(', ')
  const found =
    names.length === 0
      ? 'It is empty.'
      : `It holds ${others}${names.length > mostNamed ? ` and ${names.length - mostNamed} more` : ''}.`
  const sentences = [
    `The zip lacks ${missing.join(', ')}.`,
    ...(hints.length > 0 ? hints : [found]),
    `An export holds ${exportFiles.join(', ')}, so named, outside any folder.`,
  ]
  return new ExportUnusable('missing_file', sentences.join(' '))
}

function hintFor(file: ExportFile, names: string[]): string[] {
  for (const name of names) {
    if (name === `${file}/`) return [`${shown(name)} is a folder.`]
    const baseName = name.split(/[/\\]/).at(-1) ?? ''
    if (baseName === file) return [`Found ${shown(name)}: it must not lie in a folder.`]
    if (baseName.trim().toLowerCase() === file)
      return [`Found ${shown(name)}: it is not named ${file}.`]
    const odd = lookAlikes(baseName, file)
    if (odd.length > 0) {
      return [`Found ${shown(name)}, which only looks like ${file}: it holds ${odd.join(', ')}.`]
    }
  }
  return []
}

/** Code points of a name that differs from the right one in foreign letters only, such as a Cyrillic а. */
function lookAlikes(name: string, file: string): string[] {
  const letters = [...name.normalize('NFC')]
  const foreign = letters.filter((letter) => letter > '\x7f')
  const isAlike =
    letters.filter((letter) => letter <= '\x7f').join('') === file ||
    (letters.length === file.length &&
      letters.every((letter, index) => letter > '\x7f' || letter === file[index]))
  return isAlike ? foreign.map((letter) => `U+${hexOf(letter)}`) : []
}

function hexOf(letter: string): string {
  return (letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
}
