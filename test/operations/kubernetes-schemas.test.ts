import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { z } from 'zod'
import { findProgram } from '#deploy/system-programs.ts'

const root = join(import.meta.dirname, '../..')
const kubectl = findProgram('kubectl')
/** The package of each group of kinds: workers are scaled by an add-on, which Kubernetes itself does not know. */
const packageOf = (apiVersion: string) =>
  apiVersion.startsWith('keda.sh/') ? '@kubernetes-models/keda' : 'kubernetes-models'

const thingSchema = z.looseObject({
  apiVersion: z.string().regex(/^[\w./-]+$/),
  kind: z.string().regex(/^\w+$/),
  metadata: z.looseObject({ name: z.string() }),
})
type Thing = z.infer<typeof thingSchema>

function rendered(folder: string): Thing[] {
  const { status, stdout, stderr } = spawnSync(
    kubectl!,
    ['kustomize', join(root, 'deploy/kubernetes', folder)],
    { encoding: 'utf8' },
  )
  expect([status, stderr]).toEqual([0, ''])
  return parseAllDocuments(stdout).map((document) => thingSchema.parse(document.toJS()))
}

/**
 * What the API would say: the compiler holds each document, as it would be written in a program, against the type
 * that is made of the API's own description. It refuses fields that there are not, misses those that have to be
 * there, and knows the words that a field may have.
 */
function faultsOf(things: readonly Thing[]): string[] {
  const path = join(root, 'test/operations/rendered.ts')
  const source = things
    .map((thing, index) => {
      const { apiVersion, kind } = thing
      return `import { I${kind} as I${index} } from '${packageOf(apiVersion)}/${apiVersion}/${kind}'
export const thing${index}: I${index} = ${JSON.stringify(thing)}`
    })
    .join('\n')
  const options: ts.CompilerOptions = {
    ...{ strict: true, noEmit: true, skipLibCheck: true, types: [], lib: ['lib.esnext.d.ts'] },
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  }
  const usual = ts.createCompilerHost(options)
  const host: ts.CompilerHost = {
    ...usual,
    fileExists: (name) => name === path || usual.fileExists(name),
    getSourceFile: (name, ...rest) =>
      name === path
        ? ts.createSourceFile(name, source, ts.ScriptTarget.ESNext)
        : usual.getSourceFile(name, ...rest),
  }
  return ts
    .getPreEmitDiagnostics(ts.createProgram([path], options, host))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
}

describe.skipIf(!kubectl)('the API of Kubernetes', () => {
  const all = kubectl ? ['base', 'staging', 'production'].flatMap(rendered) : []

  test('takes every document as it is, of the base and of both overlays', () => {
    expect(all.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['Deployment', 'Ingress', 'Job', 'NetworkPolicy', 'ScaledObject']),
    )
    expect(faultsOf(all)).toEqual([])
  })

  const deployment = () =>
    structuredClone(all.find(({ kind }) => kind === 'Deployment')) as Thing & {
      spec: {
        selector?: object
        replicas?: unknown
        template: { spec: { containers: Record<string, unknown>[]; restartPolicy?: string } }
      }
    }
  const spoilt: [string, (thing: ReturnType<typeof deployment>) => void, string][] = [
    ['a field that there is not', ({ spec }) => Object.assign(spec, { replica: 2 }), '"replica"'],
    [
      'one deep inside',
      ({ spec }) => Object.assign(spec.template.spec.containers[0]!, { livenesProbe: {} }),
      '"livenesProbe"',
    ],
    ['a missing field', ({ spec }) => delete spec.selector, '"selector"'],
    ['a text for a number', ({ spec }) => (spec.replicas = '2'), "'number'"],
    [
      'a word that there is not',
      ({ spec }) => (spec.template.spec.restartPolicy = 'Sometimes'),
      '"Sometimes"',
    ],
    ['a kind that there is not', (thing) => (thing.kind = 'Deploiment'), 'Deploiment'],
  ]

  test.each(spoilt)('refuses %s', (_, spoil, fault) => {
    const thing = deployment()
    spoil(thing)
    expect(faultsOf([thing]).join('\n')).toContain(fault)
  })
})
