import { Hono } from 'hono'
import type { Db } from '#drizzle/db.ts'
import { classMediansSchema } from '#shared/class-medians.ts'
import { spanQuerySchema } from '#shared/figures.ts'
import type { Deps, SiteEnv } from '../deps.ts'
import { accept } from '../middleware/accept.ts'
import { answersFigures } from '../middleware/answers-figures.ts'
import { describe } from '../middleware/describe.ts'
import type { AccessibleCourse } from '../queries/accessible-course.ts'
import { activityOfClass } from '../queries/activity-of-class.ts'
import { resourcesOf } from '../queries/resources-of.ts'
import { studentsOf } from '../queries/students-of.ts'
import { attemptsOfClass, postsOfClass, workOfClass } from '../queries/work-of-class.ts'
import { classMediansOf, workInSpan, type Work } from '../shaping/class-medians.ts'
import { daysOfSpan, instantsOf, wholeCourse, type DaySpan } from '../shaping/days.ts'
import { decimal } from '../shaping/numbers.ts'

const mediansQuerySchema = spanQuerySchema.omit({ format: true })

/** Before the routes that take any id in the place of `medians`. */
export function classMedianRoutes(deps: Deps) {
  return new Hono<SiteEnv>().get(
    '/students/medians',
    describe({
      tag: 'Students',
      summary: 'What the middle one of all students did',
      answer: classMediansSchema,
      problems: [404],
    }),
    accept('query', mediansQuerySchema),
    answersFigures(deps),
    async (c) => {
      const db = c.get('figures')
      const course = c.get('course')
      const courseId = course.id
      const span = daysOfSpan(course, c.req.valid('query'))
      const medians = classMediansOf({
        courseId,
        resources: await resourcesOf(db, { courseId }),
        students: await studentsOf(db, { courseId }),
        activity: await activityOfClass(db, courseId, span),
        work: await workIn(db, course, span),
      })
      return c.json(medians)
    },
  )
}

/** Of the whole course from figures alone; submissions of other days are counted as they are. */
async function workIn(db: Db, course: AccessibleCourse, span: DaySpan): Promise<Work[]> {
  const stored = await workOfClass(db, course.id)
  const whole = wholeCourse(course)
  if (span.first === whole.first && span.last === whole.last) {
    return stored.map(({ visitDays: _, grade, ...row }) => ({ ...row, grade: decimal(grade) }))
  }
  const instants = instantsOf(course, span)
  return workInSpan(span, {
    stored,
    posts: await postsOfClass(db, course.id, instants),
    attempts: await attemptsOfClass(db, course.id, instants),
  })
}
