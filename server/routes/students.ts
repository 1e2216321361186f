import { Hono } from 'hono'
import {
  gradesSchema,
  studentVisitsSchema,
  studentsSchema,
  tableQuerySchema,
  type Grades,
  type Students,
  type StudentVisits,
} from '#shared/figures.ts'
import type { Deps, SiteEnv } from '../deps.ts'
import { accept } from '../middleware/accept.ts'
import { answersFigures } from '../middleware/answers-figures.ts'
import { csv } from '../middleware/csv.ts'
import { describe } from '../middleware/describe.ts'
import { gradesByAssessment } from '../queries/assessment-grades.ts'
import { newestGrades } from '../queries/newest-grades.ts'
import { weeksOfStudents } from '../queries/student-weeks.ts'
import { studentsOf } from '../queries/students-of.ts'
import { tableOf, weekTableOf } from '../shaping/csv.ts'
import { gradeCells, gradesOf } from '../shaping/grades.ts'
import { studentOf, studentVisitsOf } from '../shaping/students.ts'

const about = (summary: string) => ({ tag: 'Students', summary, problems: [404], hasCsv: true })

export function studentRoutes(deps: Deps) {
  const figures = answersFigures(deps)
  return new Hono<SiteEnv>()
    .get(
      '/students',
      describe({ ...about('All students, also those left out'), answer: studentsSchema }),
      accept('query', tableQuerySchema),
      figures,
      csv<Students>('students', ({ students }) =>
        tableOf(students, [
          ...(['key', 'name', 'email', 'role', 'group', 'leftOut'] as const),
          ...(['visits', 'sessions', 'lastSeenAt', 'daysSilent'] as const),
        ]),
      ),
      async (c) => {
        const course = c.get('course')
        const rows = await studentsOf(c.get('figures'), { courseId: course.id, withLeftOut: true })
        return c.json({ students: rows.map((row) => studentOf(course, row)) })
      },
    )
    .get(
      '/students/visits',
      describe({ ...about('Visits of each student by week'), answer: studentVisitsSchema }),
      accept('query', tableQuerySchema),
      figures,
      csv<StudentVisits>('students by visits', (table) => weekTableOf(table, ['key', 'name'])),
      async (c) => {
        const course = c.get('course')
        const db = c.get('figures')
        const cells = await weeksOfStudents(db, course.id)
        return c.json(studentVisitsOf(course, await studentsOf(db, { courseId: course.id }), cells))
      },
    )
    .get(
      '/grades',
      describe({ ...about('Newest grades by student and assessment'), answer: gradesSchema }),
      accept('query', tableQuerySchema),
      figures,
      csv<Grades>('grades', gradeCells),
      async (c) => {
        const { id: courseId } = c.get('course')
        const db = c.get('figures')
        const assessments = await gradesByAssessment(db, courseId)
        const students = await studentsOf(db, { courseId })
        const grades = await newestGrades(db, courseId)
        return c.json(gradesOf(courseId, { assessments, students, grades }))
      },
    )
}
