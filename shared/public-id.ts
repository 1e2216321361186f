/**
 * Inside a course, people and resources are numbered from 1 (a few bytes in each visit). To the outside
 * they bear an id that is unique over all courses, so that an id of another course is never found.
 */
const perCourse = 10_000_000

/** The largest number that a person or resource of a course can bear. */
export const maxOwnNumber = perCourse - 1

export function publicId(courseId: number, ownNumber: number): number {
  return courseId * perCourse + ownNumber
}

/** The course's own number behind a public id, or null where the id belongs to another course. */
export function ownNumber(courseId: number, id: number): number | null {
  const number = id - courseId * perCourse
  return number >= 1 && number <= maxOwnNumber ? number : null
}
