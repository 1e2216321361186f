import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'

interface Option {
  type: 'string' | 'boolean'
  /** What stands for its value in the help. */
  value?: string
  says: string
}
type Options = Record<string, Option>

type Values<O extends Options> = {
  [Name in keyof O]?: O[Name]['type'] extends 'string' ? string : boolean
}

interface Definition<O extends Options, A extends string> {
  /** What it does, in a line. */
  summary: string
  /** Names of the arguments, all required. */
  takes: readonly A[]
  /** Name of further arguments, of which there may be any number. */
  takesMore?: string
  options: O
  /** More for `--help`. */
  details?: string
  run: (given: Given<O, A>) => Promise<void>
}

interface Given<O extends Options, A extends string> {
  arguments: Record<A, string>
  options: Values<O>
  more: string[]
}

/** A command of `cloop`, ready to be called with what follows its name. */
export interface Command {
  summary: string
  help: (name: string) => string
  run: (words: string[]) => Promise<void>
}

/** The command was called in a way that it does not understand; the message says what is wrong. */
export class UsageError extends Error {
  override name = 'UsageError'
}

/** What was asked for cannot be done; the message is a sentence for whoever asked. */
export class CommandError extends Error {
  override name = 'CommandError'
}

/** Makes a command of what it takes and does: reads its arguments, refuses others by name, writes its help. */
export function defineCommand<const O extends Options, const A extends string>(
  definition: Definition<O, A>,
): Command {
  const { takes, takesMore, options, run } = definition
  return {
    summary: definition.summary,
    help: (name) => helpText(name, definition),
    run: async (words) => {
      const parsed = parse(words, options)
      const given: Partial<Record<A, string>> = {}
      for (const [index, name] of takes.entries()) {
        const value = parsed.positionals[index]
        if (!value) throw new UsageError(`<${name}> is missing`)
        given[name] = value
      }
      const more = parsed.positionals.slice(takes.length)
      if (!takesMore && more[0] !== undefined) {
        throw new UsageError(`${more[0]} is one argument too many`)
      }
      const named = given as Record<A, string>
      await run({ arguments: named, options: parsed.values as Values<O>, more })
    },
  }
}

function parse(words: string[], options: Options) {
  const config: ParseArgsOptionsConfig = Object.fromEntries(
    Object.entries(options).map(([name, { type }]) => [name, { type }]),
  )
  const { tokens } = parseArgs({ args: words, options: config, strict: false, tokens: true })
  for (const token of tokens) {
    if (token.kind === 'option' && !Object.hasOwn(options, token.name)) {
      throw new UsageError(`there is no option ${token.rawName}`)
    }
  }
  try {
    return parseArgs({ args: words, options: config, allowPositionals: true })
  } catch (error) {
    // What is left to go wrong: an option without its value, or a switch with one.
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error })
  }
}

function helpText<O extends Options, A extends string>(
  name: string,
  { summary, takes, takesMore, options, details }: Definition<O, A>,
): string {
  const lines = [...Object.entries<Option>(options), ['help', helpOption] as const].map(
    ([option, { value, says }]): [string, string] => [
      `  --${option}${value ? ` ${value}` : ''}`,
      says,
    ],
  )
  const width = Math.max(...lines.map(([left]) => left.length)) + 3
  const places = [
    ...takes.map((argument) => `<${argument}>`),
    ...(takesMore ? [`[${takesMore}…]`] : []),
  ]
  return [
    `usage: cloop ${[name, '[options]', ...places].join(' ')}`,
    summary,
    details,
    lines.map(([left, says]) => left.padEnd(width) + says).join('\n'),
  ]
    .filter(Boolean)
    .join('\n\n')
}

const helpOption: Option = { type: 'boolean', says: 'this text' }
