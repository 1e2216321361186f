import { expect, test } from 'vitest'
import { CourseChanged } from './course.ts'
import { repeatWhenBusy, repeatWhenChanged } from './repeat.ts'

const databaseError = (errno: number) => Object.assign(new Error('from the database'), { errno })

/** Fails so many times, then succeeds. */
function failing(times: number, error: Error) {
  let calls = 0
  return () => (++calls > times ? Promise.resolve(calls) : Promise.reject(error))
}

test.each([1205, 1213, 1020])(
  'a transaction that ended with %d is tried three times',
  async (errno) => {
    expect(await repeatWhenBusy(failing(2, databaseError(errno)))).toBe(3)
    await expect(repeatWhenBusy(failing(3, databaseError(errno)))).rejects.toMatchObject({ errno })
  },
)

test('any other error ends it', async () => {
  await expect(repeatWhenBusy(failing(1, databaseError(1062)))).rejects.toMatchObject({
    errno: 1062,
  })
  await expect(repeatWhenBusy(failing(1, new CourseChanged()))).rejects.toThrow(CourseChanged)
})

test('work on a course that was changed meanwhile is done again', async () => {
  expect(await repeatWhenChanged(failing(1, new CourseChanged()))).toBe(2)
})
