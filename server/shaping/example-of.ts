/** As much of JSON Schema as our own schemas turn into. */
export interface JsonSchema {
  type?: string | string[]
  const?: unknown
  enum?: readonly unknown[]
  default?: unknown
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  allOf?: JsonSchema[]
  properties?: Record<string, JsonSchema>
  required?: string[]
  propertyNames?: JsonSchema
  items?: JsonSchema
  prefixItems?: JsonSchema[]
  additionalProperties?: JsonSchema | boolean
  format?: string
  pattern?: string
  minimum?: number
  minLength?: number
}

/** What fields of these names look like in a real answer; a value is taken where it fits its schema's type. */
const byName: Record<string, unknown> = {
  id: 10_000_003,
  courseId: 1,
  resourceId: 10_000_003,
  parentId: 10_000_001,
  studentId: 10_000_042,
  student: 10_000_042,
  resource: 10_000_003,
  eventId: 7,
  event: 7,
  from: '2026-03-02',
  to: '2026-03-15',
  key: '_49953_1',
  title: 'Week 3: Inheritance',
  name: 'Ada Ndlovu',
  email: 'ada.ndlovu@example.edu',
  code: 'ABC10',
  courseCode: 'ABC10',
  offering: 'Spring 2026',
  contentType: 'resource/x-bb-document',
  timeZone: 'Europe/Berlin',
  time: '10:15',
  cron: '0 7 * * 1',
  phase: 'visits',
  rows: 420_000,
  of: 1_250_000,
  fileName: '1_ABC10_1773446400.zip',
  broughtBy: 'exporter',
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  sizeBytes: 18_350_233,
  weeks: 14,
  week: 3,
  weekday: 3,
  startWeek: 1,
  endWeek: 14,
  hour: 10,
  visits: 412,
  students: 96,
  classSize: 124,
  total: 412,
  percent: 12.5,
  average: 7.25,
  median: 7.5,
  averageGrade: 7.25,
  medianGrade: 7.5,
  latestGrade: 8.5,
  averageSessionMinutes: 21.4,
  averagePagesPerSession: 6.3,
  status: 404,
  q: 'inher',
  password: 'a plain but long sentence',
  text: 'activity.txt is missing.',
}

const texts: Record<string, string> = {
  date: '2026-03-04',
  'date-time': '2026-03-04T09:15:00Z',
  email: 'ada.ndlovu@example.edu',
  time: '10:15',
  binary: 'PK…',
}

/** A value that an answer or request of this schema could have; `name` is that of the field that holds it. */
export function exampleOf(schema: JsonSchema, name = ''): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  if (schema.default !== undefined) return schema.default
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return exampleOf(choices.find(({ type }) => type !== 'null') ?? {}, name)
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => exampleOf(part, name)))
  switch (typeOf(schema)) {
    case 'object':
      return objectOf(schema)
    case 'array':
      return (schema.prefixItems ?? (schema.items ? [schema.items] : [])).map((item) =>
        exampleOf(item, name),
      )
    case 'string':
      return textOf(schema, name)
    case 'boolean':
      return false
    case 'integer':
    case 'number':
      return numberOf(schema, name)
    default:
      return null
  }
}

const typeOf = ({ type, properties }: JsonSchema) =>
  Array.isArray(type) ? type.find((one) => one !== 'null') : (type ?? (properties && 'object'))

function objectOf({ properties = {}, additionalProperties, ...about }: JsonSchema) {
  const fields = Object.entries(properties).map(([name, schema]) => [name, exampleOf(schema, name)])
  if (typeof additionalProperties === 'object') {
    for (const name of recordKeys(about)) fields.push([name, exampleOf(additionalProperties)])
  }
  return Object.fromEntries(fields) as object
}

/** Keys that a record must have, else one that it can have. */
function recordKeys({ required, propertyNames }: JsonSchema): string[] {
  return required ?? [String(propertyNames?.enum?.[0] ?? byName['id'])]
}

/** The likeliest text that the pattern allows: by its format, by its field's name, or any at all. */
function textOf({ format = '', pattern = '', minLength = 0 }: JsonSchema, name: string): string {
  const ofInstants = name.endsWith('At') ? [texts['date-time']] : []
  const likely = [texts[format], byName[name], ...ofInstants, 'Text of one line']
  const all = [...likely, ...Object.values(texts), '3'].filter((text) => text !== undefined)
  const fitting = all.map(String).find((text) => new RegExp(pattern, 'u').test(text))
  return (fitting ?? '').padEnd(minLength, '.')
}

function numberOf({ type, minimum = 0 }: JsonSchema, name: string): number {
  const known = byName[name]
  const number = typeof known === 'number' ? known : 3
  return Math.max(minimum, type === 'integer' ? Math.trunc(number) : number)
}
