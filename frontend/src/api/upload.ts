import type { Import } from '#shared/import.ts'
import { ApiError, Unreachable } from './api-error.ts'

interface Upload {
  courseId: number
  file: File
  onProgress: (sentBytes: number) => void
  signal: AbortSignal
}

/**
 * Sends an export as a form; the browser reads the file while it sends. By `XMLHttpRequest`, since `fetch` does
 * not tell how much has been sent. `isNew` is false where the same file waits or runs already. Rejects with the
 * signal's reason when it is aborted: then the server keeps nothing.
 */
export function uploadExport({
  courseId,
  file,
  onProgress,
  signal,
}: Upload): Promise<{ import: Import; isNew: boolean }> {
  const form = new FormData()
  // First, so that a course that does not exist is refused before the file is sent.
  form.append('courseId', String(courseId))
  form.append('file', file, file.name)
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', '/api/admin/imports')
    request.upload.addEventListener('progress', ({ loaded }) => onProgress(loaded))
    request.addEventListener('load', () => {
      const { status, responseText } = request
      if (status !== 200 && status !== 201) return reject(refusal(status, responseText))
      const answer = JSON.parse(responseText) as { import: Import }
      resolve({ import: answer.import, isNew: status === 201 })
    })
    request.addEventListener('error', () => reject(new Unreachable('the upload broke off')))
    request.addEventListener('abort', () => reject(signal.reason as Error))
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(form)
  })
}

function refusal(status: number, text: string): ApiError {
  try {
    return new ApiError(JSON.parse(text) as ApiError['problem'], null)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return new ApiError({ type: 'about:blank', title: 'The upload was refused.', status }, null)
  }
}
