/**
 * Text of others (a title, a name, a server's answer) for one line of ours: line ends and other control
 * characters become spaces, characters that turn the direction of reading go, and it is cut.
 */
export function oneLine(text: string, mostCharacters = 200): string {
  const line = text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ')
    .replace(/[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '')
    .trim()
  const characters = [...line]
  if (characters.length <= mostCharacters) return line
  return `${characters.slice(0, mostCharacters - 1).join('')}…`
}
