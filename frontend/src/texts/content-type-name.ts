import { texts } from './texts.ts'

const names: Readonly<Record<string, string>> = texts.contentTypes

/** Blackboard's `resource/x-bb-folder` in words; of an unknown type the part that tells it apart. */
export function contentTypeName(type: string): string {
  const known = names[type]
  if (known) return known
  const rest =
    type
      .split('/')
      .at(-1)
      ?.replace(/^x-(bb-)?/, '')
      .replaceAll('-', ' ')
      .trim() ?? ''
  return rest === '' ? type : rest.charAt(0).toUpperCase() + rest.slice(1)
}
