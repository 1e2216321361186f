import { readSettings } from '#lib/config.ts'
import { loadSettings } from '#lib/lifecycle.ts'
import { defineCommand } from '../command.ts'

const isSecret = (name: string) => /SECRET|PASSWORD|TOKEN/.test(name)

export const config = defineCommand({
  summary: 'Prints the settings in force: environment, .env, defaults. Secrets show as ***.',
  takes: [],
  options: {},
  run() {
    // Reads .env and refuses what cannot be run with; its own shape is that of the program.
    loadSettings()
    for (const [name, value] of Object.entries(readSettings(process.env))) {
      console.log(`${name}=${isSecret(name) && value ? '***' : inWords(name, value)}`)
    }
    return Promise.resolve()
  },
})

/** As one would write it into `.env`. */
function inWords(name: string, value: string | number | boolean | string[] | undefined): string {
  if (value === undefined) return ''
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  if (Array.isArray(value)) return value.join(name === 'DATA_IMPORT_DIR' ? ':' : ',')
  return String(value)
}
