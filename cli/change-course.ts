import { CourseNotLocked } from '#import/load/course-lock.ts'
import { ChangeRefused } from '#import/problems.ts'
import { CommandError } from './command.ts'

const sayAfterMs = 5000

const nouns = {
  visits: 'visits',
  posts: 'posts',
  attempts: 'attempts',
  lms_users: 'people',
  resources: 'resources and forums',
}

/** Changes what a course holds, and says what went: `visits 1,000, posts 3, …`; in between, that it still does. */
export async function takeFromCourse(
  take: () => Promise<Record<keyof typeof nouns, number>>,
): Promise<string> {
  const began = performance.now()
  const timer = setInterval(() => {
    const seconds = Math.round((performance.now() - began) / 1000)
    process.stderr.write(
      `still at it, for ${seconds} s: figures are counted, or others are at the course\n`,
    )
  }, sayAfterMs)
  try {
    const taken = await take()
    return (Object.keys(nouns) as (keyof typeof nouns)[])
      .map((table) => `${nouns[table]} ${taken[table].toLocaleString('en')}`)
      .join(', ')
  } catch (error) {
    if (error instanceof ChangeRefused || error instanceof CourseNotLocked) {
      throw new CommandError(error.message, { cause: error })
    }
    throw error
  } finally {
    clearInterval(timer)
  }
}
