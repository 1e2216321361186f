import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { get as getPlain } from 'node:http'
import { request, type RequestOptions } from 'node:https'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { connect } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePorts } from '#deploy/free-ports.ts'
import { findProgram } from '#deploy/system-programs.ts'
import { hashPassword } from '#server/auth/passwords.ts'
import { createProcesses, type Processes } from '../support/processes.ts'
import { insertCourse, insertServer, rowsOf, until } from '../worker/support.ts'

const nginx = findProgram('nginx')
const openssl = findProgram('openssl')
const uploadMiB = Number(process.env.CLOOP_NGINX_UPLOAD_MB ?? 24)
const password = 'correct horse battery staple 9'
const token = randomBytes(24).toString('base64url')

/** deploy/nginx.conf on ports and paths of its own, in the frame that a distribution puts around sites. */
async function configuration(folder: string, ports: { tls: number; plain: number; site: number }) {
  const site = (await readFile(join(import.meta.dirname, '../../deploy/nginx.conf'), 'utf8'))
    .replaceAll(/^ *listen \[::\].*\n/gm, '')
    .replace('listen 80;', `listen 127.0.0.1:${ports.plain};`)
    .replace('listen 443 ssl', `listen 127.0.0.1:${ports.tls} ssl`)
    .replace('127.0.0.1:8080', `127.0.0.1:${ports.site}`)
    .replaceAll('/etc/ssl/cloop/', `${folder}/`)
    .replaceAll('/var/log/nginx/', `${folder}/`)
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${folder}/${kind};`)
    .join('\n')
  return `daemon off;\npid ${folder}/pid;\nerror_log stderr warn;\nevents {}\nhttp {\n${temporary}\n${site}}\n`
}

describe.skipIf(!nginx || !openssl)('behind a real nginx (skipped without one)', () => {
  let site: Processes
  let proxy: ChildProcess | undefined
  let ports: { tls: number; plain: number; site: number }
  let folder: string
  let webLog: () => string

  beforeAll(async () => {
    const [tls = 0, plain = 0] = await freePorts(2)
    site = await createProcesses({
      TRUSTED_PROXIES: '127.0.0.1',
      BASE_URL: `https://localhost:${tls}`,
    })
    const web = await site.start('web')
    webLog = web.output
    ports = { tls, plain, site: Number(new URL(web.origin).port) }
    folder = join(site.root, 'nginx')
    await mkdir(folder)
    spawnSync(openssl!, [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'],
      ...['-keyout', join(folder, 'privkey.pem'), '-out', join(folder, 'fullchain.pem')],
    ])
    await writeFile(join(folder, 'nginx.conf'), await configuration(folder, ports))
    proxy = spawn(nginx!, ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    await until(() =>
      ask('/healthz').then(
        ({ status }) => status === 200,
        () => false,
      ),
    )
  })
  afterAll(async () => {
    if (proxy && proxy.exitCode === null) {
      proxy.kill('SIGTERM')
      await once(proxy, 'exit')
    }
    await site.close()
  })

  async function open(path: string, options: RequestOptions = {}, body?: Buffer | Readable) {
    const sending = request({
      host: '127.0.0.1',
      port: ports.tls,
      servername: 'localhost',
      rejectUnauthorized: false,
      path,
      ...options,
      headers: { Host: `localhost:${ports.tls}`, ...options.headers },
    })
    if (body instanceof Readable)
      pipeline(body, sending).catch(() => {}) // the answer says why
    else sending.end(body)
    const [answer] = (await once(sending, 'response')) as [IncomingMessage]
    return answer
  }
  async function ask(path: string, options: RequestOptions = {}, body?: Buffer | Readable) {
    const answer = await open(path, options, body)
    return { status: answer.statusCode, headers: answer.headers, text: await text(answer) }
  }

  test('its configuration has nothing wrong in it', () => {
    const { status, stderr } = spawnSync(
      nginx!,
      ['-t', '-p', folder, '-c', join(folder, 'nginx.conf')],
      {
        encoding: 'utf8',
      },
    )
    expect([status, stderr.match(/\[(warn|emerg)\].*/g)]).toEqual([0, null])
  })

  test('plain HTTP is sent on, and old TLS is refused', async () => {
    const [moved] = (await once(
      getPlain({
        host: '127.0.0.1',
        port: ports.plain,
        path: '/login',
        headers: { Host: 'a.edu' },
      }),
      'response',
    )) as [IncomingMessage]
    moved.resume()
    expect([moved.statusCode, moved.headers.location]).toEqual([301, 'https://a.edu/login'])
    const old = connect({
      port: ports.tls,
      rejectUnauthorized: false,
      maxVersion: 'TLSv1.1',
      minVersion: 'TLSv1',
    })
    const [error] = (await once(old, 'error')) as [Error]
    expect(error).toBeInstanceOf(Error)
  })

  test('cookies are safe, the real client is known, and one id stands in both logs', async () => {
    await site.pool.query(
      `INSERT INTO users (email, name, password_hash, is_admin, created_at)
       VALUES ('root@example.edu', 'Root', ?, TRUE, UTC_TIMESTAMP(6))`,
      [await hashPassword(password)],
    )
    const answer = await ask(
      '/api/login',
      {
        method: 'POST',
        localAddress: '127.0.0.9',
        headers: {
          'Content-Type': 'application/json',
          'Sec-Fetch-Site': 'same-origin',
          // What a client makes up is not believed.
          'X-Forwarded-For': '203.0.113.66',
          'X-Request-Id': 'made-up-by-the-client',
        },
      },
      Buffer.from(JSON.stringify({ email: 'root@example.edu', password })),
    )
    expect(answer.status).toBe(200)
    expect(answer.headers['set-cookie']?.[0]).toMatch(/^__Host-sid=.*Secure/)
    const addresses = await rowsOf(site.pool, 'SELECT DISTINCT address FROM audit_log')
    expect(addresses).toEqual([{ address: '127.0.0.9' }])
    const requestId = answer.headers['x-request-id'] as string
    expect(requestId).toMatch(/^[0-9a-f]{32}$/)
    expect(webLog()).toContain(requestId)
    await until(async () => (await readFile(join(folder, 'cloop.log'), 'utf8')).includes(requestId))

    const stream = await open('/api/admin/imports/stream', {
      headers: { Cookie: answer.headers['set-cookie']![0]!.split(';')[0]! },
    })
    expect(stream.headers['content-type']).toContain('text/event-stream')
    // While the stream is open: nothing holds the first event back.
    const [first] = (await once(stream, 'data')) as [Buffer]
    expect(first.toString()).toContain(': here')
    stream.destroy()
  })

  test(`an export of ${uploadMiB} MiB comes through, and one for nobody is refused early`, async () => {
    const serverId = await insertServer(site.pool, 'LMS')
    await insertCourse(site.pool, { serverId, code: 'BIG' })
    const hash = createHash('sha256').update(token).digest('hex')
    await site.pool.query('UPDATE lms_servers SET token_hash = ?', [hash])
    const piece = Buffer.alloc(2 ** 20, randomBytes(4096))
    piece.write('PK\x03\x04', 0, 'latin1')
    const sent = createHash('sha256')
    function* pieces() {
      for (let index = 0; index < uploadMiB; index += 1) {
        sent.update(piece)
        yield piece
      }
    }
    const size = uploadMiB * piece.length
    const headers = { Authorization: `Token ${token}`, 'Content-Length': String(size) }
    const put = { method: 'PUT', headers }
    const answer = await ask('/api/course_imports/BIG', put, Readable.from(pieces()))
    expect([answer.status, answer.text]).toEqual([202, expect.any(String)])
    expect(await rowsOf(site.pool, 'SELECT size_bytes AS size, sha256 FROM imports')).toEqual([
      { size, sha256: sent.digest('hex') },
    ])
    const other = Buffer.alloc(3 * 2 ** 20)
    expect((await ask('/api/login', { method: 'POST' }, other)).status).toBe(413)
  })
})
