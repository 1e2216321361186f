import { computed, reactive } from 'vue'
import type { AdminCourse } from '#shared/admin.ts'
import { courseOfferings } from '../../../api/admin-questions.ts'
import { uploadExport } from '../../../api/upload.ts'
import { explainToAdministrator } from '../explain-refusal.ts'
import { adminTexts } from '../../../texts/admin-texts.ts'
import { codesInName } from './file-name.ts'

type ChosenCourse = Pick<AdminCourse, 'id' | 'code' | 'title'>

/** One file that is to be uploaded, is on its way, or has come to an end. */
export interface FileUpload {
  readonly number: number
  readonly file: File
  course: ChosenCourse | null
  /** The course was found by the file's name. */
  isGuessed: boolean
  state: 'chosen' | 'waiting' | 'sending' | 'done' | 'known' | 'failed' | 'cancelled'
  sentBytes: number
  startedAt: number
  error: string
  importId: number | null
}

/** Of the whole site, not of a page: an upload goes on wherever one goes meanwhile. */
const uploads = reactive<FileUpload[]>([])
const stops = new Map<number, AbortController>()
let lastNumber = 0

const isUnderWay = ({ state }: FileUpload) => state === 'waiting' || state === 'sending'
/** Going away would break off what is on its way, and forget what is only chosen. */
window.addEventListener('beforeunload', (event) => {
  if (uploads.some((upload) => isUnderWay(upload) || upload.state === 'chosen')) {
    event.preventDefault()
  }
})

async function guessCourse(upload: FileUpload): Promise<void> {
  for (const { serverId, code } of codesInName(upload.file.name)) {
    const { rows } = await courseOfferings({ q: code, lmsServer: serverId, limit: '200' }).send()
    const course = rows.find((one) => one.code === code)
    if (!course) continue
    if (upload.state === 'chosen' && !upload.course)
      Object.assign(upload, { course, isGuessed: true })
    return
  }
}

/** One after the other: side by side each would only take longer. */
async function sendNext(): Promise<void> {
  if (uploads.some(({ state }) => state === 'sending')) return
  const next = uploads.find(({ state }) => state === 'waiting')
  if (!next) return
  await send(next)
  void sendNext()
}

async function send(upload: FileUpload): Promise<void> {
  if (!upload.course) return
  const stop = new AbortController()
  stops.set(upload.number, stop)
  Object.assign(upload, { state: 'sending', sentBytes: 0, startedAt: Date.now(), error: '' })
  try {
    const answer = await uploadExport({
      courseId: upload.course.id,
      file: upload.file,
      signal: stop.signal,
      onProgress: (sentBytes) => (upload.sentBytes = Math.min(sentBytes, upload.file.size)),
    })
    upload.importId = answer.import.id
    upload.state = answer.isNew ? 'done' : 'known'
  } catch (error) {
    upload.state = stop.signal.aborted ? 'cancelled' : 'failed'
    upload.error = explainToAdministrator(error)
  } finally {
    stops.delete(upload.number)
  }
}

function add(file: File): void {
  lastNumber += 1
  const isZip = /\.zip$/i.test(file.name)
  uploads.push({
    number: lastNumber,
    file,
    course: null,
    isGuessed: false,
    state: isZip ? 'chosen' : 'failed',
    sentBytes: 0,
    startedAt: 0,
    error: isZip ? '' : adminTexts.imports.upload.notZip,
    importId: null,
  })
  const upload = uploads.at(-1)
  // Where it cannot be guessed the person chooses.
  if (isZip && upload) void guessCourse(upload).catch(() => undefined)
}

export function useUploads() {
  return {
    uploads,
    underWay: computed(() => uploads.filter(isUnderWay)),
    ready: computed(() => uploads.filter(({ state, course }) => state === 'chosen' && course)),
    choose: (files: FileList | null | undefined) => [...(files ?? [])].forEach(add),
    assign: (upload: FileUpload, course: ChosenCourse | null): void => {
      Object.assign(upload, { course, isGuessed: false })
    },
    start: (upload: FileUpload): void => {
      if (!upload.course) return
      upload.state = 'waiting'
      void sendNext()
    },
    cancel: (upload: FileUpload): void => {
      if (upload.state === 'waiting') upload.state = 'cancelled'
      stops.get(upload.number)?.abort()
    },
    remove: (upload: FileUpload): void => {
      uploads.splice(uploads.indexOf(upload), 1)
    },
  }
}
