import { UsageError } from './command.ts'

const most = 7 * 24 * 3600

/** The value of an option that counts something; at most a week of seconds. */
export function wholeNumber(option: string, value: string): number {
  const number = /^\d+$/.test(value) ? Number(value) : Infinity
  if (number > most)
    throw new UsageError(`${option} is ${value}: it must be a number up to ${most}`)
  return number
}
