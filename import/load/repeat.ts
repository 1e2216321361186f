import { CourseChanged } from './course.ts'

const attempts = 3
/** Lock wait time-out, deadlock, and a row that changed since it was read. */
const busy: readonly unknown[] = [1205, 1213, 1020]

/** Repeats a whole transaction that failed only because others were at the same rows. */
export function repeatWhenBusy<T>(transaction: () => Promise<T>): Promise<T> {
  return repeat(
    transaction,
    (error) => error instanceof Error && 'errno' in error && busy.includes(error.errno),
  )
}

/** Repeats work that was done for nothing, since its course was changed meanwhile. */
export function repeatWhenChanged<T>(work: () => Promise<T>): Promise<T> {
  return repeat(work, (error) => error instanceof CourseChanged)
}

async function repeat<T>(work: () => Promise<T>, isPassing: (error: unknown) => boolean) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt === attempts || !isPassing(error)) throw error
    }
  }
}
