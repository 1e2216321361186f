import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { z } from 'zod'
import { findProgram } from '#deploy/system-programs.ts'
import { settingsSchema } from '#shared/settings.ts'

const root = join(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, 'deploy', path), 'utf8')
const systemdAnalyze = findProgram('systemd-analyze')
const kubectl = findProgram('kubectl')
/** Ours, or one of the two that Node itself reads. */
const isSetting = (name: string) =>
  ['NODE_ENV', 'TMPDIR'].includes(name) ||
  Object.hasOwn(settingsSchema.shape, name.replace(/_FILE$/, ''))
/** Files of ours that a command line starts. */
const entriesIn = (command: string[]) => command.filter((word) => word.endsWith('.ts'))

describe('systemd', () => {
  const units = readdirSync(join(root, 'deploy/systemd'))

  test.skipIf(!systemdAnalyze)('finds nothing wrong with the units', () => {
    const folder = mkdtempSync(join(tmpdir(), 'cloop-units-'))
    cpSync(join(root, 'deploy/systemd'), folder, { recursive: true })
    for (const name of units) {
      const path = join(folder, name)
      writeFileSync(path, readFileSync(path, 'utf8').replaceAll('/srv/cloop', root))
    }
    const paths = units.map((name) => join(folder, name.replace('@.', '@1.')))
    const { status, stderr } = spawnSync(systemdAnalyze!, ['verify', '--man=no', ...paths], {
      encoding: 'utf8',
      env: { ...process.env, SYSTEMD_UNIT_PATH: `${folder}:` },
    })
    rmSync(folder, { recursive: true })
    const ours = stderr.split('\n').filter((line) => line.includes('cloop'))
    expect([status, ours]).toEqual([0, []])
  })

  test('starts what circus.ini starts, and gives it as long to end', () => {
    const circus = readFileSync(join(root, 'circus.ini'), 'utf8')
    const services = units.filter((name) => /^cloop-(web|worker@|beat)\.service$/.test(name))
    expect(services).toHaveLength(3)
    for (const name of services) {
      const unit = read(`systemd/${name}`)
      const [, command = ''] = /^ExecStart=\/srv\/cloop\/(.*)$/m.exec(unit) ?? []
      const [, seconds = ''] = /^TimeoutStopSec=(\d+)$/m.exec(unit) ?? []
      const section = circus.split('[watcher:').find((text) => text.includes(`cmd = ${command}\n`))
      expect(section).toMatch(new RegExp(`^graceful_timeout = ${seconds}$`, 'm'))
    }
  })
})

describe('Docker Compose', () => {
  const serviceSchema = z.object({
    image: z.string(),
    command: z.array(z.string()).optional(),
    environment: z.record(z.string(), z.string()).optional(),
    secrets: z.array(z.string()).optional(),
    depends_on: z.record(z.string(), z.unknown()).optional(),
    healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  })
  const file = z
    .object({
      services: z.record(z.string(), serviceSchema),
      secrets: z.record(z.string(), z.object({ file: z.string() })),
    })
    .parse(parse(read('docker/compose.yaml'), { merge: true }))

  test('has every part, and each names only parts, secrets and settings that there are', () => {
    expect(Object.keys(file.services).toSorted()).toEqual(
      ['beat', 'broker', 'database', 'migrate', 'nginx', 'web', 'worker'].toSorted(),
    )
    for (const { secrets, depends_on, image, environment } of Object.values(file.services)) {
      for (const name of secrets ?? []) expect(file.secrets).toHaveProperty(name)
      for (const name of Object.keys(depends_on ?? {})) expect(file.services).toHaveProperty(name)
      if (image !== 'cloop') continue
      for (const name of Object.keys(environment ?? {}))
        expect([name, isSetting(name)]).toEqual([name, true])
    }
    for (const name of ['database', 'broker', 'web']) {
      expect(file.services[name]?.healthcheck).toBeDefined()
    }
  })

  test('starts files that there are, from an image of Node 26 that is not root', () => {
    const dockerfile = read('docker/Dockerfile')
    expect(dockerfile.match(/^FROM .*/gm)).toEqual([
      'FROM node:26-alpine AS build',
      'FROM node:26-alpine',
    ])
    expect(dockerfile).toMatch(/^USER node$/m)
    for (const [, name = ''] of dockerfile.matchAll(/^\s*(?:ENV )?([A-Z_]+)=\S+ ?\\?$/gm)) {
      expect([name, isSetting(name)]).toEqual([name, true])
    }
    const commands = Object.values(file.services).flatMap(({ command }) => entriesIn(command ?? []))
    expect(commands.length).toBe(3)
    for (const path of commands) expect(readFileSync(join(root, path), 'utf8')).not.toBe('')
  })
})

describe.skipIf(!kubectl)('Kubernetes', () => {
  const containerSchema = z.object({
    command: z.array(z.string()),
    envFrom: z.array(z.object({ configMapRef: z.object({ name: z.string() }) })),
    env: z.array(z.object({ name: z.string(), value: z.string() })),
    livenessProbe: z.unknown().optional(),
    securityContext: z.object({
      allowPrivilegeEscalation: z.literal(false),
      readOnlyRootFilesystem: z.literal(true),
    }),
    resources: z.object({ requests: z.object({}), limits: z.object({ memory: z.string() }) }),
  })
  const podSchema = z.object({
    metadata: z.object({ labels: z.record(z.string(), z.string()) }),
    spec: z.object({
      securityContext: z.object({ runAsNonRoot: z.literal(true) }),
      containers: z.array(containerSchema).length(1),
    }),
  })
  const thingSchema = z.looseObject({
    apiVersion: z.string(),
    kind: z.string(),
    metadata: z.looseObject({ name: z.string(), namespace: z.string() }),
    data: z.record(z.string(), z.string()).optional(),
    spec: z.looseObject({ template: podSchema.optional() }).optional(),
  })

  function render(overlay: string) {
    const { status, stdout, stderr } = spawnSync(
      kubectl!,
      ['kustomize', join(root, 'deploy/kubernetes', overlay)],
      { encoding: 'utf8' },
    )
    expect([status, stderr]).toEqual([0, ''])
    return parseAllDocuments(stdout).map((document) => thingSchema.parse(document.toJS()))
  }

  test.each(['staging', 'production'])('%s is whole and closed', (overlay) => {
    const things = render(overlay)
    const named = (kind: string, name: string) =>
      things.find((thing) => thing.kind === kind && thing.metadata.name === name)
    for (const thing of things) expect(thing.metadata.namespace).toBe(`cloop-${overlay}`)
    const pods = things.flatMap(({ spec }) => spec?.template ?? [])
    expect(pods).toHaveLength(4)
    for (const { spec } of pods) {
      const [container] = spec.containers
      for (const { configMapRef } of container!.envFrom) {
        const config = named('ConfigMap', configMapRef.name)
        expect(config?.data?.CLOOP_ENV).toBe(overlay)
        for (const name of Object.keys(config?.data ?? {})) {
          expect([name, isSetting(name)]).toEqual([name, true])
        }
      }
      for (const { name } of container!.env) expect([name, isSetting(name)]).toEqual([name, true])
      for (const path of entriesIn(container!.command)) {
        expect(readFileSync(join(root, path), 'utf8')).not.toBe('')
      }
    }
    for (const name of ['cloop-web', 'cloop-worker', 'cloop-beat']) {
      const { spec } = named('Deployment', name)!
      const { matchLabels } = z
        .object({ matchLabels: z.record(z.string(), z.string()) })
        .parse(spec!.selector)
      expect(spec!.template!.metadata.labels).toMatchObject(matchLabels)
      expect(spec!.template!.spec.containers[0]!.livenessProbe).toBeDefined()
    }
    const kinds = new Set(things.map(({ kind }) => kind))
    for (const kind of [
      'HorizontalPodAutoscaler',
      'PodDisruptionBudget',
      'Ingress',
      'NetworkPolicy',
      'Job',
    ]) {
      expect(kinds).toContain(kind)
    }
  })
})
