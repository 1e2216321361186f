import type { Interest } from './interest.ts'
import type { DemoOptions } from './options.ts'
import type { Moment, Plan, Work } from './plan.ts'
import { Random } from './random.ts'
import { extras, fillIn, readings, topicOf, workTitle } from './titles.ts'

/** Something that can be opened: a resource of the content tree, or a forum. */
export interface Item {
  key: string
  isForum: boolean
  title: string
  type: string
  parent: Item | null
  position: number
  interest: Interest
  handIn?: HandIn
}

/** What can be handed in with an item, and when. */
export interface HandIn {
  kind: Work['kind'] | 'practice' | 'survey'
  opens: Moment
  due: Moment
  /** Null where there are no grades. */
  maxGrade: number | null
}

/** Adds items with keys of their own and their place among their siblings. */
class Tree {
  readonly items: Item[] = []
  readonly #plan: Plan
  readonly #firstKey: number

  constructor(plan: Plan, firstKey: number) {
    this.#plan = plan
    this.#firstKey = firstKey
  }

  add(title: string, type: string, parent: Item | null, interest: Partial<Interest>): Item {
    const { exam, midTermTest } = this.#plan
    const revision = [
      ...(exam ? [{ day: exam.day - 1, height: 0.3, days: 3 }] : []),
      ...(midTermTest ? [{ day: midTermTest.day, height: 0.2, days: 2 }] : []),
    ]
    const item: Item = {
      key: `_${this.#firstKey + 3 * this.items.length}_1`,
      isForum: false,
      title,
      type,
      parent,
      position: this.items.filter((other) => other.parent === parent).length + 1,
      interest: { from: 0, base: 0.03, rushes: revision, ...interest },
    }
    this.items.push(item)
    return item
  }
}

/** Of one server no two courses share a resource: each course has a range of keys of its own, or nearly so. */
const firstKeyOf = (seed: number) => 50_117 + 10_000 * new Random(seed, 'keys').below(9000)

const document = 'resource/x-bb-document'
const file = 'resource/x-bb-file'
const folder = 'resource/x-bb-folder'
const link = 'resource/x-bb-externallink'

/** The course's content, as a teacher would arrange it: front matter, weeks, assessment, revision. */
export function courseContent(plan: Plan, { seed }: Pick<DemoOptions, 'seed'>): Item[] {
  const random = new Random(seed, 'content')
  const tree = new Tree(plan, firstKeyOf(seed))
  addFrontMatter(tree)
  const weeks = tree.add('Learning materials', folder, null, { base: 0.5 })
  plan.teachingWeeks.forEach((week, taught) => addWeek(tree, plan, weeks, { week, taught, random }))
  addAssessment(tree, plan)
  if (plan.exam) addRevision(tree, plan.exam)
  return tree.items
}

function addFrontMatter(tree: Tree) {
  const start = { day: 1, height: 0.9, fading: 5 }
  const home = tree.add('Welcome', folder, null, { base: 0.3, fresh: start })
  tree.add('Announcements', 'resource/x-bb-blankpage', home, { base: 0.8, fresh: start })
  tree.add('Course outline', file, home, { base: 0.05, fresh: start })
  tree.add('Meet the teaching team', document, home, {
    base: 0.01,
    fresh: { ...start, height: 0.4 },
  })
  tree.add('Timetable and rooms', document, home, { base: 0.03, fresh: start })
  tree.add('Library guide: biology', link, home, { base: 0.03 })
  tree.add('Discussion board', 'resource/x-bb-discussionboard', null, { base: 0.35 })
  tree.add('Online consultation', 'resource/x-bb-collabsession', null, { base: 0.12 })
}

interface TaughtWeek {
  week: number
  taught: number
  random: Random
}

function addWeek(tree: Tree, plan: Plan, parent: Item, { week, taught, random }: TaughtWeek) {
  const topic = topicOf(taught)
  const values = { topic: topic.toLowerCase(), n: String(week) }
  const monday = 7 * (week - 1)
  const from = Math.max(monday - 3, 0)
  const lecture = monday + plan.lecture.weekday - 1
  const workshop = monday + plan.workshop.weekday - 1
  const fresh = (day: number, height: number, fading: number) => ({
    from,
    fresh: { day, height: height * Math.exp(random.normal(0, 0.25)), fading },
  })
  const here = tree.add(`Week ${week}: ${topic}`, folder, parent, fresh(lecture, 0.9, 4))
  tree.add(`Lecture slides – ${topic}`, file, here, fresh(lecture, 1.5, 3))
  tree.add(`Lecture recording, week ${week}`, link, here, fresh(lecture + 1, 1.1, 4))
  tree.add(fillIn(random.pick(readings), values), document, here, fresh(lecture, 0.6, 4))
  tree.add(`Workshop sheet ${taught + 1}`, file, here, fresh(workshop, 1.2, 2))
  if (random.chance(0.6)) {
    tree.add(`Workshop answers ${taught + 1}`, file, here, fresh(workshop + 1, 0.7, 4))
  }
  if (random.chance(0.7)) {
    const extra = random.pick(extras)
    tree.add(fillIn(extra.title, values), extra.type, here, fresh(lecture, 0.3, 5))
  }
}

function addAssessment(tree: Tree, plan: Plan) {
  const parent = tree.add('Assessment', folder, null, { base: 0.4 })
  for (const work of plan.works) {
    if (work.kind === 'assignment') addAssignment(tree, parent, work)
    else addQuiz(tree, plan, parent, work)
  }
  const last = plan.days.length - 1
  const from = Math.max(last - 20, 0)
  const survey = tree.add('Your views on this course', 'resource/x-bb-asmt-survey-link', parent, {
    from,
    base: 0,
    fresh: { day: from, height: 0.5, fading: 6 },
  })
  survey.handIn = {
    kind: 'survey',
    opens: { day: from, hour: 8 },
    due: { day: last, hour: 20 },
    maxGrade: null,
  }
}

function addAssignment(tree: Tree, parent: Item, work: Work) {
  const { day } = work.due
  const from = work.opens.day
  const title = workTitle(work)
  const here = tree.add(title, folder, parent, { from, rushes: [{ day, height: 0.7, days: 4 }] })
  tree.add('Instructions', document, here, {
    from,
    fresh: { day: from, height: 0.9, fading: 2.5 },
    rushes: [{ day, height: 2.4, days: 3 }],
  })
  tree.add('Marking rubric', file, here, { from, rushes: [{ day, height: 1.8, days: 2 }] })
  const submit = tree.add(`Submit: ${title}`, 'resource/x-turnitin-assignment', here, {
    from,
    rushes: [{ day, height: 6, days: 1.5 }],
    // Looked up again when the grades are out.
    fresh: { day: day + daysToGrade, height: 0.5, fading: 3 },
  })
  submit.handIn = work
}

/** Days from an assignment's deadline until its grades are out. */
export const daysToGrade = 12

function addQuiz(tree: Tree, plan: Plan, parent: Item, work: Work) {
  const quiz = tree.add(
    `${workTitle(work)}: ${topicOf(plan.teachingWeeks.indexOf(work.week))}`,
    'resource/x-bb-asmt-test-link',
    parent,
    {
      from: work.opens.day,
      base: 0.02,
      fresh: { day: work.opens.day, height: 0.8, fading: 1.5 },
      rushes: [{ day: work.due.day, height: 4.5, days: 1 }],
    },
  )
  quiz.handIn = work
}

function addRevision(tree: Tree, exam: Moment) {
  const from = Math.max(exam.day - 17, 0)
  const rush = (height: number) => ({ from, rushes: [{ day: exam.day - 1, height, days: 3 }] })
  const here = tree.add('Revision and exam', folder, null, rush(1.2))
  tree.add('How the exam works', document, here, rush(0.9))
  const practice = tree.add('Practice exam', 'resource/x-bb-asmt-test-link', here, rush(1.6))
  practice.handIn = { kind: 'practice', opens: { day: from, hour: 8 }, due: exam, maxGrade: 50 }
  tree.add('Practice exam: solutions', file, here, rush(1.6))
  tree.add('Formulas and normal values', file, here, rush(1))
  tree.add('Revision lecture recording', link, here, rush(0.8))
}
