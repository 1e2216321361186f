import type { HonoRequest } from 'hono'
import { ApiError, badField } from '../api-error.ts'

/** Under which names programs send calendars; the last three are what scripts say that say nothing. */
const calendarTypes = new Set([
  'text/calendar',
  'application/ics',
  'application/octet-stream',
  'text/plain',
  'application/x-www-form-urlencoded',
  '',
])

/** The bytes of the calendar that a request carries: as its body, or as the file `file` of a form. */
export async function receiveCalendar(request: HonoRequest): Promise<Uint8Array> {
  const [type = ''] = (request.header('Content-Type') ?? '').split(';')
  const mediaType = type.trim().toLowerCase()
  if (mediaType === 'multipart/form-data') return fileIn(await formOf(request))
  if (calendarTypes.has(mediaType)) return new Uint8Array(await request.arrayBuffer())
  throw new ApiError(415, 'Send a calendar as text/calendar, or as the field “file” of a form.')
}

async function formOf(request: HonoRequest): Promise<FormData> {
  try {
    return await request.formData()
  } catch (cause) {
    if (cause instanceof TypeError) throw new ApiError(400, 'The form cannot be read.')
    throw cause
  }
}

async function fileIn(form: FormData): Promise<Uint8Array> {
  for (const name of form.keys()) {
    if (name !== 'file') throw badField(name, 'is not known here')
  }
  const [file, ...others] = form.getAll('file')
  if (!(file instanceof File)) throw badField('file', 'must be a calendar file')
  if (others.length > 0) throw badField('file', 'must be one file')
  return new Uint8Array(await file.arrayBuffer())
}
