import { describe, expect, test } from 'vitest'
import { decodeJob, encodeJob, queueOf } from './jobs.ts'

describe('a message', () => {
  test('comes back as it was sent', () => {
    expect(decodeJob(encodeJob({ job: 'import-course', importId: 7 }))).toEqual({
      job: 'import-course',
      importId: 7,
    })
    expect(decodeJob(encodeJob({ job: 'purge' }))).toEqual({ job: 'purge' })
  })

  test('of an import does not wait behind tasks', () => {
    expect(queueOf['import-course']).not.toBe(queueOf['scan-imports'])
  })

  test('of a mail waits behind mails only, and questions that are answered at once', () => {
    const mailJobs = ['send-mail', 'answer-in-mail']
    const others = Object.entries(queueOf).filter(([job]) => !mailJobs.includes(job))
    expect(others.map(([, queue]) => queue)).not.toContain(queueOf['send-mail'])
  })

  test.each([
    ['nothing', ''],
    ['no JSON', '{"job":'],
    ['another shape', '"purge"'],
    ['null', 'null'],
    ['an unknown job', '{"job":"rm -rf"}'],
    ['an inherited name', '{"job":"constructor"}'],
    ['a missing id', '{"job":"import-course"}'],
    ['an id that is text', '{"job":"import-course","importId":"1"}'],
    ['an id that is no number of a row', '{"job":"import-course","importId":-1}'],
    ['a broken id', '{"job":"import-course","importId":1.5}'],
    ['a field too many', '{"job":"import-course","importId":1,"file":"/etc/passwd"}'],
    ['a changed prototype', '{"job":"purge","__proto__":{"runId":1}}'],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00])],
    ['a deep nest', '['.repeat(4000)],
    ['a long one', JSON.stringify({ job: 'purge', runId: 1, padding: 'x'.repeat(10_000) })],
  ])('with %s is not read', (_, content) => {
    expect(decodeJob(Buffer.from(content))).toBeUndefined()
  })
})
