import { ChangeRefused } from '#import/problems.ts'
import { CommandError } from './command.ts'

const nouns = {
  visits: 'visits',
  posts: 'posts',
  attempts: 'attempts',
  lms_users: 'people',
  resources: 'resources and forums',
}

/** Changes what a course holds, and says what went: `visits 1,000, posts 3, …`. */
export async function takeFromCourse(
  take: () => Promise<Record<keyof typeof nouns, number>>,
): Promise<string> {
  try {
    const taken = await take()
    return (Object.keys(nouns) as (keyof typeof nouns)[])
      .map((table) => `${nouns[table]} ${taken[table].toLocaleString('en')}`)
      .join(', ')
  } catch (error) {
    if (error instanceof ChangeRefused) throw new CommandError(error.message, { cause: error })
    throw error
  }
}
