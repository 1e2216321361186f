import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import type { Hono } from 'hono'
import type { SiteEnv } from '#server/deps.ts'
import { apiDocument } from '#server/shaping/api-document.ts'

interface Answered {
  content?: Record<string, { schema?: object; example?: unknown }>
}
interface Operation {
  summary?: string
  parameters?: { name: string; in: string; schema: object; example?: unknown }[]
  requestBody?: Answered
  responses: Record<string, Answered>
}
export type Paths = Record<string, Record<string, Operation>>

const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true })
const validators = new WeakMap<object, ValidateFunction>()

/** Why the value does not fit the schema, or undefined where it does. */
export function misfit(schema: object, value: unknown): string | undefined {
  const validate = validators.get(schema) ?? ajv.compile(schema)
  validators.set(schema, validate)
  return validate(value) ? undefined : ajv.errorsText(validate.errors)
}

/** Paths with parameters as patterns, those without them first. */
function patternsOf(paths: Paths) {
  return Object.keys(paths)
    .toSorted((a, b) => a.split('{').length - b.split('{').length)
    .map((path) => ({ path, pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`) }))
}

/**
 * Holds answers of a site against its own document: a success must be documented with its status and its
 * type, and its JSON must fit the schema, without a field more.
 */
export function createAnswerCheck(app: Hono<SiteEnv>) {
  let known: Promise<{ paths: Paths; patterns: ReturnType<typeof patternsOf> }> | undefined
  const load = async () => {
    const paths = (await apiDocument(app, 'test')).paths as unknown as Paths
    return { paths, patterns: patternsOf(paths) }
  }

  return async function check(method: string, address: string, answer: Response): Promise<void> {
    if (!address.startsWith('/api/') || /^\/api\/(docs|openapi)/.test(address)) return
    if (!answer.ok || method === 'HEAD') return
    const { paths, patterns } = await (known ??= load())
    const path = patterns.find(({ pattern }) => pattern.test(new URL(address, 'http://x').pathname))
    const documented = paths[path?.path ?? '']?.[method.toLowerCase()]?.responses[answer.status]
    const where = `${method} ${address}: ${answer.status}`
    if (!documented) throw new Error(`${where} is not documented`)
    const [type = ''] = answer.headers.get('Content-Type')?.split(';') ?? []
    if (type && !documented.content?.[type]) throw new Error(`${where}: ${type} is not documented`)
    const schema = documented.content?.[type]?.schema
    if (type !== 'application/json' || !schema) return
    const wrong = misfit(schema, await answer.clone().json())
    if (wrong) throw new Error(`${where} does not fit what is documented: ${wrong}`)
  }
}
