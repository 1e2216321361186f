import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Busboy, type BusboyInstance } from '@fastify/busboy'
import { oneLine } from '#shared/one-line.ts'
import { ApiError, badField } from '../api-error.ts'
import {
  discardUpload,
  storeUpload,
  tooLarge,
  type StoredUpload,
  type Storing,
} from './store-upload.ts'

/** What of a form is not the file: names, boundaries, the other field. */
export const formOverheadBytes = 64 * 1024

export interface UploadForm {
  courseId: number
  fileName: string
  file: StoredUpload
}

type FormOptions = Storing & {
  contentType: string
  /** Rejects where the course does not exist; called as soon as the field has come. */
  checkCourse: (courseId: number) => Promise<void>
}

/**
 * Reads a form of `courseId` and `file`, in any order, while it comes; the file goes to the disk as by
 * `storeUpload`. What is refused, or breaks off, leaves nothing behind.
 */
export async function receiveForm(
  source: AsyncIterable<Uint8Array>,
  options: FormOptions,
): Promise<UploadForm> {
  const form = formOf(options.contentType)
  const parts = collectParts(form, options)
  try {
    await pipeline(source, limitedTo(options.maxBytes), form, { signal: parts.refused })
  } catch (error) {
    parts.breakOff()
    await parts.discard()
    if (parts.refused.aborted) throw parts.refused.reason
    throw error instanceof ApiError ? error : brokenForm()
  }
  return parts.result()
}

function formOf(contentType: string): BusboyInstance {
  if (!/^multipart\/form-data\s*;/i.test(contentType)) {
    throw new ApiError(415, 'The body must be a form, and say so as multipart/form-data.')
  }
  const limits = { fields: 3, files: 3, fieldSize: 100, headerPairs: 20, headerSize: 16_384 }
  try {
    return new Busboy({ headers: { 'content-type': contentType }, limits })
  } catch {
    throw brokenForm()
  }
}

const brokenForm = () => new ApiError(400, 'The form cannot be read, or broke off: send it again.')

function limitedTo(maxBytes: number) {
  return async function* (source: AsyncIterable<Uint8Array>) {
    let bytes = 0
    for await (const chunk of source) {
      bytes += chunk.length
      if (bytes > maxBytes + formOverheadBytes) throw tooLarge(maxBytes)
      yield chunk
    }
  }
}

function collectParts(form: BusboyInstance, { checkCourse, ...storing }: FormOptions) {
  const refusal = new AbortController()
  const refuse = (error: unknown) => refusal.abort(error)
  let courseId: number | undefined
  let checked: Promise<void> | undefined
  let fileName = ''
  let fileStream: Readable | undefined
  let stored: Promise<StoredUpload> | undefined

  form.on('field', (name, value) => {
    if (name === 'file') return refuse(badField(name, 'must be a file'))
    if (name !== 'courseId') return refuse(badField(name, 'is not known here'))
    if (courseId !== undefined) return refuse(badField(name, 'comes twice'))
    if (!/^[1-9]\d{0,9}$/.test(value)) return refuse(badField(name, 'must be the id of a course'))
    courseId = Number(value)
    checked = checkCourse(courseId)
    checked.catch(refuse)
  })
  form.on('file', (name, stream, givenName) => {
    // Whoever reads the stream gets its errors, too; without a reader they must not end the process.
    stream.on('error', () => {})
    if (name !== 'file' || stored) {
      stream.resume()
      return refuse(badField(name, name === 'file' ? 'comes twice' : 'is not known here'))
    }
    fileName = oneLine(givenName, 255) || 'upload.zip'
    fileStream = stream
    stored = storeUpload(stream, storing)
    stored.catch(refuse)
  })

  async function discard() {
    const [file] = await Promise.allSettled([stored, checked])
    if (file.status === 'fulfilled' && file.value) await discardUpload(file.value)
  }

  return {
    /** Aborted, with the reason, when the form is not going to be taken. */
    refused: refusal.signal,
    /** Nothing more comes for the file. */
    breakOff: () => fileStream?.destroy(brokenForm()),
    discard,
    async result(): Promise<UploadForm> {
      try {
        const file = await stored
        await checked
        if (courseId === undefined) throw badField('courseId', 'is missing')
        if (!file) throw badField('file', 'is missing')
        return { courseId, fileName, file }
      } catch (error) {
        await discard()
        throw error
      }
    },
  }
}
