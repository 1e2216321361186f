import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { Random } from '#cli/demo-export/random.ts'

const resources = 400
const types = [
  'resource/x-bb-document',
  'resource/x-bb-asmt-test-link',
  'resource/x-bb-discussionfolder',
]
const rowsPerChunk = 4096

export interface UniformExport {
  startDate: string
  weeks: number
  visits: number
  students: number
}

/**
 * An export without any habit in it: everyone opens anything at any time, night and day. The worst that a course
 * can be for whoever counts sessions and what each student opened.
 */
export async function writeUniformExport(given: UniformExport, path: string) {
  const zip = new ZipFile()
  const add = (name: string, header: string, lines: Iterable<string>) => {
    zip.addReadStream(Readable.from(chunksOf(header, lines)), name)
  }
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index)
  add(
    'all_user.txt',
    'user_key|username|firstname|lastname|email',
    numbers(given.students).map((user) => `u${user}|u${user}|First|Last|u${user}@example.org`),
  )
  add(
    'all_resources.txt',
    'content_key|parent_content_key|title|resource_type',
    numbers(resources).map((resource) => `${resource}||Page ${resource}|${types[resource % 3]}`),
  )
  add('forums.txt', 'forum_key|user_key|thread|post|timestamp', [])
  add('assessments.txt', 'user_key|content_key|user_grade|timestamp', [])
  add('activity.txt', 'user_key|content_key|forum_key|timestamp', visitLines(given))
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(path))
}

function* visitLines({ startDate, weeks, visits, students }: UniformExport): Generator<string> {
  const random = new Random(1, 'uniform visits')
  const start = Date.parse(`${startDate}T00:00:00Z`)
  const seconds = weeks * 7 * 86_400
  for (let visit = 0; visit < visits; visit++) {
    const user = random.below(students)
    const resource = random.below(resources)
    // Not the last hours, which a zone east of Greenwich has outside of the course.
    const at = start + random.below(seconds - 86_400) * 1000
    yield `u${user}|${resource}||${new Date(at).toISOString().slice(0, 19)}Z`
  }
}

function* chunksOf(header: string, lines: Iterable<string>): Generator<Buffer> {
  let chunk = [header]
  for (const line of lines) {
    if (chunk.push(line) < rowsPerChunk) continue
    yield Buffer.from(`${chunk.join('\n')}\n`)
    chunk = []
  }
  if (chunk.length > 0) yield Buffer.from(`${chunk.join('\n')}\n`)
}
