import { html } from 'hono/html'
import type { ApiDocument } from './api-document.ts'

type PathItem = ApiDocument['paths'][string]
type Operation = NonNullable<PathItem['get']>

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const

/** The document for people: a heading for each operation, with what it takes and what it answers. */
export function documentPage({ info, paths }: ApiDocument) {
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method]
      return operation ? [{ path, method, operation }] : []
    }),
  )
  const byTag = Map.groupBy(operations, ({ operation }) => operation.tags?.[0] ?? 'Other')
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>API of ${info.title}</title>
      </head>
      <body>
        <main>
          <h1>API of ${info.title} ${info.version}</h1>
          <p>
            The same for programs:
            <a href="/api/openapi.json">OpenAPI 3.1</a>. ${info.description}
          </p>
          ${[...byTag].map(
            ([tag, of]) =>
              html`<h2>${tag}</h2>
                ${of.map((one) => operationSection(one))}`,
          )}
        </main>
      </body>
    </html>`
}

interface Described {
  path: string
  method: string
  operation: Operation
}

function operationSection({ path, method, operation }: Described) {
  const query = (operation.parameters ?? []).flatMap((parameter) =>
    'name' in parameter && parameter.in === 'query' ? [parameter.name] : [],
  )
  const parts: [string, unknown][] = [
    ['Body', operation.requestBody],
    ...Object.entries(operation.responses ?? {})
      .filter(([status]) => status.startsWith('2'))
      .map(([status, response]): [string, unknown] => [`Answer ${status}`, response]),
  ]
  return html`<section>
    <h3><code>${method.toUpperCase()} ${path}</code></h3>
    <p>${operation.summary}</p>
    ${query.length > 0 ? html`<p>Query: <code>${query.join(', ')}</code></p>` : ''}
    ${parts
      .filter(([, schema]) => schema !== undefined)
      .map(
        ([name, schema]) =>
          html`<details>
            <summary>${name}</summary>
            <pre>${JSON.stringify(schema, null, 2)}</pre>
          </details>`,
      )}
  </section>`
}
