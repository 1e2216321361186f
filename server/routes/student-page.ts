import { Hono } from 'hono'
import type { Db } from '#drizzle/db.ts'
import { spanQuerySchema } from '#shared/figures.ts'
import { studentPageSchema, type StudentPage } from '#shared/student-page.ts'
import { audit } from '../auth/audit.ts'
import type { Deps, SiteEnv } from '../deps.ts'
import { accept } from '../middleware/accept.ts'
import { answersFigures } from '../middleware/answers-figures.ts'
import { csv } from '../middleware/csv.ts'
import { describe } from '../middleware/describe.ts'
import type { AccessibleCourse } from '../queries/accessible-course.ts'
import { attemptsOfStudent } from '../queries/attempts-of-student.ts'
import { postsOfStudent } from '../queries/posts-of-student.ts'
import { resourcesOf } from '../queries/resources-of.ts'
import type { StudentRow } from '../queries/students-of.ts'
import { useByStudent } from '../queries/use-by-student.ts'
import { daysOfSpan, instantsOf, type DaySpan } from '../shaping/days.ts'
import { studentPageTable, workOfStudent } from '../shaping/student-page.ts'
import { studentOf } from '../shaping/students.ts'
import { visitsIn } from '../shaping/visit-days.ts'
import { foundStudent } from './found.ts'

export function studentPageRoutes(deps: Deps) {
  return new Hono<SiteEnv>().get(
    '/students/:studentId',
    describe({
      tag: 'Students',
      summary: 'What one student did in communication and assessment',
      answer: studentPageSchema,
      problems: [404],
      hasCsv: true,
    }),
    accept('query', spanQuerySchema),
    answersFigures(deps),
    csv<StudentPage>('student', studentPageTable),
    async (c) => {
      const db = c.get('figures')
      const course = c.get('course')
      const span = daysOfSpan(course, c.req.valid('query'))
      const row = await foundStudent(db, course, c.req.param('studentId'))
      const student = studentOf(course, row)
      const about = { courseId: course.id, detail: { student: student.id } }
      await audit(c, { db, now: deps.now }, 'student.viewed', about)
      return c.json({ student, ...(await workIn(span, { db, course, row })) })
    },
  )
}

interface Question {
  db: Db
  course: AccessibleCourse
  row: StudentRow
}

async function workIn(span: DaySpan, { db, course, row: { userNo, leftOut } }: Question) {
  const courseId = course.id
  const one = { courseId, userNo }
  const instants = instantsOf(course, span)
  const use = await useByStudent(db, one)
  return workOfStudent(courseId, {
    resources: await resourcesOf(db, { courseId }),
    visits: new Map(
      use.map(({ resourceNo, visitDays }) => [resourceNo, visitsIn(visitDays, span)]),
    ),
    // Who is left out has no figures; facts know nothing of that.
    posts: leftOut ? [] : await postsOfStudent(db, one, instants),
    attempts: leftOut ? [] : await attemptsOfStudent(db, one, instants),
  })
}
