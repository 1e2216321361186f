import { courseAttempts, type Attempt } from './attempts.ts'
import { courseContent, type Item } from './content.ts'
import { courseForums, coursePosts, type Post } from './forums.ts'
import type { DemoOptions } from './options.ts'
import { coursePeople, type Person } from './people.ts'
import { coursePlan, type Plan } from './plan.ts'
import { Random } from './random.ts'
import { SittingTimes } from './sitting-times.ts'

/** Everything about the course but its visits. It does not depend on `from`, `until` or `visits`. */
export interface DemoCourse {
  options: DemoOptions
  plan: Plan
  people: Person[]
  /** Content first, then forums. */
  items: Item[]
  times: SittingTimes
  /** Both in time order. */
  attempts: Attempt[]
  posts: Post[]
}

export function makeDemoCourse(options: DemoOptions): DemoCourse {
  const { seed } = options
  const plan = coursePlan(options)
  const people = coursePeople(options)
  const items = [...courseContent(plan, { seed }), ...courseForums(plan)]
  const times = new SittingTimes(plan)
  const attempts = courseAttempts(people, items, times, new Random(seed, 'attempts'))
  const posts = coursePosts({ people, items, times, plan, random: new Random(seed, 'posts') })
  return {
    options,
    plan,
    people,
    items,
    times,
    attempts: attempts.sort(inTime),
    posts: posts.sort(inTime),
  }
}

const inTime = (a: { day: number; time: number }, b: { day: number; time: number }) =>
  a.day - b.day || a.time - b.time
