import { UsageError } from './command.ts'
import { commands } from './commands.ts'
import { explain } from './explain.ts'

/** Does what the words ask for and returns the exit code: 0, 1 when it failed, 2 when it was not understood. */
export async function run(words: string[]): Promise<number> {
  try {
    await obey(words)
    return 0
  } catch (error) {
    console.error(`cloop: ${explain(error)}`)
    return error instanceof UsageError ? 2 : 1
  }
}

const asksForHelp = (words: string[]) => words.includes('--help') || words.includes('-h')

async function obey(words: string[]): Promise<void> {
  if (words.length === 0) throw new UsageError(`no command given\n${await usage()}`)
  if (words[0]?.startsWith('-') && asksForHelp(words)) return console.log(await usage())
  const { name, load, rest } = findCommand(words)
  const command = await load()
  if (asksForHelp(rest)) console.log(command.help(name))
  else await command.run(rest)
}

/** The longest name that the words begin with, and the words after it. */
function findCommand(words: string[]) {
  for (const length of [2, 1]) {
    const name = words.slice(0, length).join(' ')
    const load = Object.hasOwn(commands, name) ? commands[name] : undefined
    if (load) return { name, load, rest: words.slice(length) }
  }
  const isGroup = Object.keys(commands).some((name) => name.startsWith(`${words[0]} `))
  const tried = words.slice(0, isGroup ? 2 : 1).join(' ')
  throw new UsageError(`there is no command ${tried}; \`cloop --help\` lists them`)
}

async function usage(): Promise<string> {
  const lines = Object.entries(commands).map(
    async ([name, load]) => `  ${name.padEnd(20)}${(await load()).summary}`,
  )
  const list = (await Promise.all(lines)).join('\n')
  return `usage: cloop <command> …\n\n${list}\n\n\`cloop <command> --help\` says more.`
}
