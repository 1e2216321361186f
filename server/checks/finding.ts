import type { Pool } from 'mysql2/promise'
import type { Config } from '#lib/config.ts'
import type { Check } from '#shared/checks.ts'

/** What checks are handed. */
export interface ChecksContext {
  config: Config
  pool: Pool
  /** Of the program that checks. */
  version: string
  now: () => Date
  /** How long a queue may take to answer. */
  answerWithinMs?: number
  /** How long a process that rested in maintenance may take to see that it has ended. */
  awakeWithinMs?: number
}

export type Finding = Omit<Check, 'name'>

/** One deployment check. */
export interface Definition {
  name: string
  /** Checks before it in the list that have to pass, else this one is not tested. */
  needs?: readonly string[]
  /** Not tested in maintenance and after a drain, when nobody is meant to work. */
  whileWorking?: boolean
  /** What to do when the check itself breaks. */
  advice?: string
  check: (context: ChecksContext) => Promise<Finding>
}

export const passed = (text: string): Finding => ({ outcome: 'passed', text, advice: null })
export const failed = (text: string, advice: string): Finding => ({
  outcome: 'failed',
  text,
  advice,
})
export const notTested = (text: string): Finding => ({ outcome: 'not tested', text, advice: null })

/** `1 worker`, `2 workers` */
export const counted = (count: number, one: string, many = `${one}s`) =>
  `${count} ${count === 1 ? one : many}`
