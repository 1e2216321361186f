import type { Item } from './content.ts'
import { interestOn, type Interest } from './interest.ts'
import type { Person } from './people.ts'
import type { Plan } from './plan.ts'
import type { Random } from './random.ts'
import { isThere, type SittingTimes } from './sitting-times.ts'
import { fillIn, introductions, places, questions, topicOf, workTitle } from './titles.ts'
import { WeightedChoice } from './weighted-choice.ts'

const hour = 3_600_000

/** A post; `person` and `item` are places in the course's lists, `time` milliseconds into the day. */
export interface Post {
  person: number
  item: number
  day: number
  time: number
  subject: string
}

/** The course's forums. Each can be read from the day after a teacher's opening post. */
export function courseForums(plan: Plan): Item[] {
  const last = plan.days.length - 1
  const forum = (title: string, interest: Interest, index: number): Item => ({
    key: `_${8_401 + 2 * index}_1`,
    isForum: true,
    title,
    type: '',
    parent: null,
    position: index + 1,
    interest,
  })
  const start = { day: 2, height: 1.6, fading: 4 }
  const forums: [string, Interest][] = [
    ['Introduce yourself', { from: 1, base: 0.02, fresh: start, rushes: [] }],
    [
      'Questions about the course',
      { from: 1, base: 0.35, fresh: { ...start, height: 0.8 }, rushes: rushToExam(plan, 0.5) },
    ],
  ]
  for (const work of plan.works) {
    if (work.kind !== 'assignment') continue
    const from = Math.min(work.opens.day + 1, last)
    const rushes = [{ day: work.due.day, height: 1.6, days: 3 }]
    forums.push([`${workTitle(work)} – questions`, { from, base: 0.02, rushes }])
  }
  if (plan.exam) {
    const from = Math.max(plan.exam.day - 14, 1)
    forums.push(['Preparing for the exam', { from, base: 0, rushes: rushToExam(plan, 1.6) }])
  }
  return forums.map(([title, interest], index) => forum(title, interest, index))
}

const rushToExam = ({ exam }: Plan, height: number) =>
  exam ? [{ day: exam.day - 1, height, days: 4 }] : []

interface Authors {
  people: Person[]
  items: Item[]
  times: SittingTimes
  plan: Plan
  random: Random
}

/** Every post of the course: an opening one, questions as interest comes and goes, answers. */
export function coursePosts(authors: Authors): Post[] {
  const { people, items, plan, random } = authors
  const students = people.filter(({ role }) => role === '').length
  const teacher = people.findIndex(({ role }) => role !== '')
  const writers = new WeightedChoice(people.map(({ forums, diligence }) => forums * diligence))
  const posts: Post[] = []
  items.forEach((forum, item) => {
    if (!forum.isForum) return
    const opening = { day: forum.interest.from - 1, time: 8 * hour }
    posts.push({ person: teacher, item, ...opening, subject: 'Please read this first' })
    for (let day = forum.interest.from; day < plan.days.length; day++) {
      const expected = 0.055 * students * interestOn(forum.interest, day)
      const count = Math.floor(expected + random.fraction())
      for (let index = 0; index < count; index++) {
        posts.push(...thread(authors, { item, day, person: writers.draw(random) }))
      }
    }
  })
  return posts
}

/** A question and its answers, by anyone who writes, the teachers among them. */
function thread(
  authors: Authors,
  { item, day, person }: Pick<Post, 'item' | 'day' | 'person'>,
): Post[] {
  const { people, times, random } = authors
  const author = people[person]
  if (!author || !isThere(author, day)) return []
  const subject = firstSubject(item, authors, day)
  const first = { person, item, day, time: times.any(day, author.nightOwl, random), subject }
  const posts = [first]
  while (posts.length < 6 && random.chance(0.45)) {
    const waited = Math.floor(random.exponential(9 * hour))
    const time = (posts.at(-1)?.time ?? 0) + waited
    if (time >= times.lengthOf(day)) break
    const answering = random.below(people.length)
    const someone = people[answering]
    const wants = someone && (someone.role !== '' || random.chance(someone.forums))
    if (!wants || !isThere(someone, day)) continue
    posts.push({ person: answering, item, day, time, subject: `RE: ${subject}` })
  }
  return posts
}

function firstSubject(item: number, { items, plan, random }: Authors, day: number): string {
  const isIntroduction = items[item]?.title === 'Introduce yourself'
  const template = random.pick(isIntroduction ? introductions : questions)
  const week = Math.floor(day / 7) + 1
  const taught = plan.teachingWeeks.filter((taughtWeek) => taughtWeek <= week).length
  const topic = topicOf(random.below(Math.max(taught, 1))).toLowerCase()
  return fillIn(template, { topic, place: random.pick(places) })
}
