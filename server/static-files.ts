import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { getMimeType } from 'hono/utils/mime'
import type { Config } from '#lib/config.ts'

/** Where `npm run build` puts the public bundle. */
export const builtPages = join(import.meta.dirname, '../frontend/dist')

export const encodings = ['br', 'gzip'] as const
export type Encoding = (typeof encodings)[number]

export interface StaticFile {
  type: string
  etag: string
  /** Its name changes with its content: browsers may keep it for good. */
  isImmutable: boolean
  body: Buffer<ArrayBuffer>
  /** Compressed once, when first asked for. */
  encoded: (encoding: Encoding) => Promise<Buffer<ArrayBuffer>>
}

export interface StaticFiles {
  find: (path: string) => StaticFile | undefined
  /** The one page that all page addresses show; undefined before the first build. */
  page: StaticFile | undefined
}

/**
 * Reads the public bundle into memory. An address is looked up among the names found here and never
 * becomes a path on the disk, so that no spelling of it can leave the folder.
 */
export async function readStaticFiles(folder: string, about: Told = {}): Promise<StaticFiles> {
  const files = new Map<string, StaticFile>()
  for (const name of await publicNames(folder)) {
    files.set(`/${name}`, staticFile(name, await readFile(join(folder, name))))
  }
  const plain = files.get('/index.html')
  files.delete('/index.html')
  const page = plain && staticFile('index.html', told(plain.body, about))
  return { page, find: (path) => files.get(path) }
}

/** What the page is told before it can ask anything. */
interface Told {
  /** Words for the button of single sign-on, where there is one. */
  signInLabel?: string | undefined
  /** A copy for trying things out: said above every page. */
  isStaging?: boolean
}

export const toTell = ({ oidc, environment }: Config): Told => ({
  signInLabel: oidc?.label,
  isStaging: environment === 'staging',
})

const stagingBanner =
  '<p class="staging-banner">Staging copy: the people are made up, and nothing here reaches anybody.</p>'

function told(page: Buffer, { signInLabel, isStaging }: Told): Buffer<ArrayBuffer> {
  let text = page.toString()
  if (signInLabel) {
    const content = signInLabel.replace(/[&"<>]/g, (sign) => `&#${sign.charCodeAt(0)};`)
    const meta = `<meta name="cloop-sign-in" content="${content}" />`
    text = text.replace('</head>', () => `${meta}</head>`)
  }
  if (isStaging) text = text.replace('<div id="app"', (app) => `${stagingBanner}${app}`)
  return Buffer.from(text)
}

/** Names below the folder, with `/`, without dotfiles and source maps; none where there is no folder. */
async function publicNames(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return []
      throw error
    },
  )
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((name) => !name.endsWith('.map') && !/(^|\/)\./.test(name))
}

function staticFile(name: string, body: Buffer<ArrayBuffer>): StaticFile {
  const encoded = new Map<Encoding, Promise<Buffer<ArrayBuffer>>>()
  return {
    type: getMimeType(name) ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
    isImmutable: name.startsWith('assets/'),
    body,
    encoded(encoding) {
      const known = encoded.get(encoding)
      if (known) return known
      const result = compress[encoding](body)
      encoded.set(encoding, result)
      return result
    },
  }
}

const brotliQuality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }
const compress: Record<Encoding, (body: Buffer) => Promise<Buffer<ArrayBuffer>>> = {
  br: (body) => promisify(brotliCompress)(body, brotliQuality),
  gzip: (body) => promisify(gzip)(body),
}
