import { generateSpecs } from 'hono-openapi'
import type { Hono } from 'hono'
import type { SiteEnv } from '../deps.ts'
import { exampleOf, type JsonSchema } from './example-of.ts'

export type ApiDocument = Awaited<ReturnType<typeof generateSpecs>>

/** OpenAPI 3.1 of everything that `api` holds, from the schemas that check requests, with examples. */
export async function apiDocument(api: Hono<SiteEnv>, version: string): Promise<ApiDocument> {
  const document = await generateSpecs(api, {
    excludeStaticFile: false,
    defaultValidationErrorResponse: false,
    documentation: {
      info: {
        title: 'cloop',
        version,
        description: 'How students use a course, read against what happens in the course.',
      },
    },
  })
  for (const item of Object.values(document.paths)) {
    for (const operation of Object.values(item) as Operation[]) complete(operation)
  }
  return document
}

interface Media {
  schema?: JsonSchema
  example?: unknown
}
interface Operation {
  parameters?: (Media & { name: string })[]
  requestBody?: { content?: Record<string, Media> }
  responses?: Record<string, { content?: Record<string, Media> }>
}

/** Gives every schema an example, and says of every answer that it holds nothing but what is named. */
function complete({ parameters = [], requestBody, responses = {} }: Operation): void {
  for (const parameter of parameters) {
    if (parameter.schema) parameter.example = exampleOf(parameter.schema, parameter.name)
  }
  for (const media of Object.values(requestBody?.content ?? {})) addExample(media)
  for (const { content = {} } of Object.values(responses)) {
    for (const media of Object.values(content)) {
      if (media.schema) media.schema = closed(media.schema)
      addExample(media)
    }
  }
}

function addExample(media: Media): void {
  if (media.schema?.format === 'binary') return
  if (media.schema) media.example = exampleOf(media.schema)
}

/** The same schema with `additionalProperties: false` wherever fields are named and nothing is said. */
function closed(schema: JsonSchema): JsonSchema {
  const { properties, items, anyOf, oneOf, additionalProperties } = schema
  return {
    ...schema,
    ...(anyOf ? { anyOf: anyOf.map(closed) } : {}),
    ...(oneOf ? { oneOf: oneOf.map(closed) } : {}),
    ...(items ? { items: closed(items) } : {}),
    ...(typeof additionalProperties === 'object'
      ? { additionalProperties: closed(additionalProperties) }
      : {}),
    ...(properties
      ? {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, field]) => [name, closed(field)]),
          ),
          additionalProperties: additionalProperties ?? false,
        }
      : {}),
  }
}
