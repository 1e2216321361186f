/**
 * Every question of a course's pages with the same question to the facts, in SQL. The course's zone is UTC, so
 * that days are cheap to tell: with another one the facts would take longer still.
 */

/** What the addresses are made of. */
export interface Asked {
  courseId: number
  startDate: string
  resourceId: number
  resourceNo: number
  studentId: number
  userNo: number
  eventId: number
}

export interface Question {
  name: string
  /** Below `/api/courses/:courseId`. */
  path: (asked: Asked) => string
  /** Without one, the facts do not know. */
  facts?: (asked: Asked) => string
  isOnDashboard?: true
}

const counting = `FROM visits v
  JOIN lms_users u ON u.course_id = v.course_id AND u.user_no = v.user_no
    AND u.is_student AND NOT u.left_out
  JOIN resources r ON r.course_id = v.course_id AND r.resource_no = v.resource_no
  WHERE v.course_id =`
const dayOf = ({ startDate }: Asked, at = 'v.at') => `DATEDIFF(${at}, '${startDate}')`
const weekOf = (asked: Asked, at?: string) => `FLOOR(${dayOf(asked, at)} / 7)`

const runs = (asked: Asked) => `WITH gaps AS (
    SELECT v.user_no, v.at, COALESCE(TIMESTAMPDIFF(MINUTE,
      LAG(v.at) OVER (PARTITION BY v.user_no ORDER BY v.at), v.at) > 40, 1) AS begins
    ${counting} ${asked.courseId}),
  numbered AS (SELECT user_no, at, SUM(begins) OVER (PARTITION BY user_no ORDER BY at) AS run FROM gaps),
  runs AS (SELECT user_no, MIN(at) AS began, TIMESTAMPDIFF(MINUTE, MIN(at), MAX(at)) AS minutes,
    COUNT(*) AS visits FROM numbered GROUP BY user_no, run)`

const topOf = (category: string) => (asked: Asked) =>
  `SELECT r.resource_no, r.title, COUNT(*) AS visits, COUNT(DISTINCT v.user_no) AS students
  ${counting} ${asked.courseId} AND r.category = '${category}'
  GROUP BY r.resource_no, r.title ORDER BY visits DESC, r.title LIMIT 10`

const ofWeeks = (measure: string) => (asked: Asked) =>
  `SELECT r.resource_no, ${weekOf(asked)} AS week, ${measure}
  ${counting} ${asked.courseId} GROUP BY r.resource_no, week`

const inWeeks = (table: string) => (asked: Asked) =>
  `SELECT f.resource_no, ${weekOf(asked, 'f.at')} AS week, COUNT(*) FROM ${table} f
  JOIN lms_users u ON u.course_id = f.course_id AND u.user_no = f.user_no
    AND u.is_student AND NOT u.left_out
  WHERE f.course_id = ${asked.courseId} GROUP BY f.resource_no, week`

const halves = (by: string) => (asked: Asked) =>
  `SELECT ${by}, ${weekOf(asked)} AS week, SUM(MOD(${dayOf(asked)}, 7) < 2) AS earlier, COUNT(*)
  ${counting} ${asked.courseId} GROUP BY ${by}, week`

const perDay = (condition: (asked: Asked) => string) => (asked: Asked) =>
  `SELECT ${dayOf(asked)} AS day, r.category, COUNT(*), COUNT(DISTINCT v.resource_no),
    COUNT(DISTINCT v.user_no)
  ${counting} ${asked.courseId} ${condition(asked)} GROUP BY day, r.category`

const newestGrades = `SELECT a.resource_no, a.user_no, a.grade FROM attempts a
  JOIN (SELECT course_id, resource_no, user_no, MAX(at) AS at FROM attempts
    WHERE course_id = {course} AND grade IS NOT NULL GROUP BY course_id, resource_no, user_no) newest
  USING (course_id, resource_no, user_no, at)`

const onDashboard: Question[] = [
  { name: 'visits/daily', path: () => '/visits/daily', facts: perDay(() => '') },
  {
    name: 'metrics/daily',
    path: () => '/metrics/daily',
    facts: (asked) =>
      `${runs(asked)} SELECT ${dayOf(asked, 'began')} AS day, COUNT(*), SUM(minutes), SUM(visits)
      FROM runs GROUP BY day`,
  },
  {
    name: 'visits/histogram',
    path: () => '/visits/histogram',
    facts: ({ courseId }) =>
      `SELECT visits, COUNT(*) FROM (SELECT COUNT(*) AS visits ${counting} ${courseId}
        GROUP BY v.user_no) per_student GROUP BY visits`,
  },
  {
    name: 'visits/hours',
    path: () => '/visits/hours',
    facts: ({ courseId }) =>
      `SELECT WEEKDAY(v.at) AS weekday, HOUR(v.at) AS hour, COUNT(*) ${counting} ${courseId}
      GROUP BY weekday, hour`,
  },
  ...['content', 'communication', 'assessment'].map((category) => ({
    name: `top/${category}`,
    path: () => `/top/${category}`,
    facts: topOf(category),
  })),
  {
    name: 'top/students',
    path: () => '/top/students',
    facts: ({ courseId }) =>
      `SELECT v.user_no, COUNT(*) AS visits ${counting} ${courseId} GROUP BY v.user_no
      ORDER BY visits DESC LIMIT 10`,
  },
]

const ofResources: Question[] = [
  { name: 'resources/visits', path: () => '/resources/visits', facts: ofWeeks('COUNT(*)') },
  {
    name: 'resources/students',
    path: () => '/resources/students',
    facts: ofWeeks('COUNT(DISTINCT v.user_no)'),
  },
  { name: 'resources/posts', path: () => '/resources/posts', facts: inWeeks('posts') },
  { name: 'resources/attempts', path: () => '/resources/attempts', facts: inWeeks('attempts') },
  {
    name: 'resources/before-after',
    path: ({ eventId }) => `/resources/before-after?event=${eventId}`,
    facts: halves('r.resource_no'),
  },
  {
    name: 'one resource',
    path: ({ resourceId }) => `/resources/${resourceId}`,
    facts: ({ courseId, resourceNo }) =>
      `SELECT COUNT(*), COUNT(DISTINCT v.user_no), MIN(v.at), MAX(v.at)
      ${counting} ${courseId} AND v.resource_no = ${resourceNo}`,
  },
  {
    name: "one resource's days",
    path: ({ resourceId }) => `/visits/daily?resource=${resourceId}`,
    facts: perDay(({ resourceNo }) => `AND v.resource_no = ${resourceNo}`),
  },
  {
    name: 'not viewed',
    path: ({ resourceId }) => `/resources/${resourceId}/not-viewed`,
    facts: ({ courseId, resourceNo }) =>
      `SELECT u.user_no FROM lms_users u WHERE u.course_id = ${courseId} AND u.is_student
      AND NOT u.left_out AND u.user_no NOT IN (SELECT v.user_no FROM visits v
        WHERE v.course_id = ${courseId} AND v.resource_no = ${resourceNo})`,
  },
  {
    name: 'grades',
    path: () => '/grades',
    facts: ({ courseId }) => newestGrades.replace('{course}', String(courseId)),
  },
]

const ofStudents: Question[] = [
  {
    name: 'students',
    path: () => '/students',
    facts: (asked) =>
      `${runs(asked)} SELECT user_no, COUNT(*), SUM(visits), MAX(began) FROM runs GROUP BY user_no`,
  },
  {
    name: 'students/visits',
    path: () => '/students/visits',
    facts: (asked) =>
      `SELECT v.user_no, ${weekOf(asked)} AS week, COUNT(*) ${counting} ${asked.courseId}
      GROUP BY v.user_no, week`,
  },
  {
    name: 'students/before-after',
    path: ({ eventId }) => `/students/before-after?event=${eventId}`,
    facts: halves('v.user_no'),
  },
  {
    name: 'one student',
    path: ({ studentId }) => `/students/${studentId}`,
    facts: ({ courseId, userNo }) =>
      `SELECT r.resource_no, COUNT(*) ${counting} ${courseId} AND v.user_no = ${userNo}
      GROUP BY r.resource_no`,
  },
  { name: 'class medians', path: () => '/students/medians' },
  { name: 'class medians of a day', path: ({ startDate }) => `/students/medians?to=${startDate}` },
  {
    name: "one student's days",
    path: ({ studentId }) => `/visits/daily?student=${studentId}`,
    facts: perDay(({ userNo }) => `AND v.user_no = ${userNo}`),
  },
]

const others: Question[] = [
  { name: 'the course', path: () => '' },
  { name: 'events', path: () => '/events' },
  { name: 'imports', path: () => '/imports' },
  { name: 'search', path: () => '/search?q=we' },
]

export const courseQuestions: readonly Question[] = [
  ...onDashboard.map((question) => ({ ...question, isOnDashboard: true as const })),
  ...ofResources,
  ...ofStudents,
  ...others,
]
