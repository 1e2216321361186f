import { publicId } from '#shared/public-id.ts'

interface Person {
  userNo: number
  key: string
  username: string
  firstName: string
  lastName: string
}

/** First and last name; where the export has neither, the sign-in name or the key. */
export function nameOf({ firstName, lastName, username, key }: Person): string {
  return `${firstName.trim()} ${lastName.trim()}`.trim() || username.trim() || key
}

export function personOf(courseId: number, person: Person) {
  return { id: publicId(courseId, person.userNo), key: person.key, name: nameOf(person) }
}
