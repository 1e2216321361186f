import { maxOwnNumber } from '#shared/public-id.ts'
import type { SkipReason } from '#shared/import.ts'
import type { Standing } from '../figures/visit-effect.ts'
import { ExportUnusable } from '../problems.ts'
import { isLong, readRows, type Reading } from '../read-rows.ts'
import type { Report } from '../report.ts'

export interface Person {
  userNo: number
  userKey: string
  username: string
  firstName: string
  lastName: string
  email: string
  role: string
  groupName: string
  status: string
  isStudent: boolean
  leftOut: boolean
}

/** People that an import brings, and those whom it changes. */
export interface PeopleChange {
  fresh: Person[]
  changed: { before: Person; after: Person }[]
}

const file = 'all_user.txt'
const studentRole = /^(student|learner)?$/i

/** The people of a course: those it has, and those that an export names. */
export class People {
  readonly numbers = new Map<string, number>()
  /** The largest number of a person. */
  highest = 0
  readonly #known = new Map<number, Person>()
  readonly #named = new Map<number, Person>()
  /** As they will be stored. */
  readonly #decided = new Map<number, Person>()

  /** Whom somebody left out, among those whom the course does not have. */
  readonly #leftOutKeys: ReadonlySet<string>

  constructor(known: Person[], leftOutKeys: readonly string[] = []) {
    this.#leftOutKeys = new Set(leftOutKeys)
    for (const person of known) {
      this.#known.set(person.userNo, person)
      this.#decided.set(person.userNo, person)
      this.numbers.set(person.userKey, person.userNo)
      this.highest = Math.max(this.highest, person.userNo)
    }
  }

  async read(reading: Reading) {
    let repeated = 0
    const present = await readRows(reading, file, ({ cells }) => {
      const reason = unfitText(cells)
      if (reason) return reason
      const [userKey, username, firstName, lastName, email, role, groupName, status] = cells
      const userNo = this.#numberOf(userKey)
      const leftOut = this.#known.get(userNo)?.leftOut ?? this.#leftOutKeys.has(userKey)
      const isStudent = studentRole.test(role.trim())
      if (this.#named.has(userNo)) repeated++
      this.#named.set(userNo, {
        ...{ userNo, userKey, username, firstName, lastName, email },
        ...{ role, groupName, status, isStudent, leftOut },
      })
      return null
    })
    this.#keepWhatIsAbsent(present)
    this.#notice(reading, repeated)
  }

  /** Takes over what the export says: new people always, of others their names if it is the newest export. */
  decide(isNewest: boolean, report: Report): PeopleChange {
    const change: PeopleChange = { fresh: [], changed: [] }
    for (const [userNo, after] of this.#named) {
      const before = this.#known.get(userNo)
      if (!before) change.fresh.push(after)
      else if (isNewest && !isSame(before, after)) change.changed.push({ before, after })
      else continue
      this.#decided.set(userNo, after)
    }
    const strangers = change.changed.filter(({ before, after }) => isSomebodyElse(before, after))
    if (strangers.length > this.#known.size / 2) {
      const text = 'Most people bear other names than before: were their keys given to others?'
      report.notice('identity_churn', text, { file, count: strangers.length })
    }
    return change
  }

  /** How a person stands to the figures, after `decide`. */
  standingOf(userNo: number): Standing {
    const counted = counts(this.#known.get(userNo))
    if (counts(this.#decided.get(userNo))) return counted ? 'stays' : 'joins'
    return counted ? 'leaves' : 'outside'
  }

  /** Whether the person counts in the figures, after `decide`. */
  counts(userNo: number): boolean {
    return counts(this.#decided.get(userNo))
  }

  isKnown(userNo: number): boolean {
    return this.#known.has(userNo)
  }

  /** Whom somebody chose to leave out, in order; after `decide` also among new people. */
  get leftOut(): number[] {
    return [...this.#decided.values()]
      .filter(({ leftOut }) => leftOut)
      .map(({ userNo }) => userNo)
      .sort((a, b) => a - b)
  }

  #numberOf(userKey: string): number {
    const known = this.numbers.get(userKey)
    if (known !== undefined) return known
    if (this.highest === maxOwnNumber) {
      throw new ExportUnusable(
        'unsafe_zip',
        `${file} names more than ${maxOwnNumber} people: that many fit into one course.`,
      )
    }
    this.numbers.set(userKey, ++this.highest)
    return this.highest
  }

  /** A column that this export lacks says nothing about the people whom the course knows. */
  #keepWhatIsAbsent(present: string[]) {
    for (const [userNo, person] of this.#named) {
      const before = this.#known.get(userNo)
      if (!before) continue
      if (!present.includes('group')) person.groupName = before.groupName
      if (!present.includes('status')) person.status = before.status
      if (present.includes('role')) continue
      person.role = before.role
      person.isStudent = before.isStudent
    }
  }

  #notice({ report }: Reading, repeated: number) {
    if (repeated > 0) {
      report.notice('repeated_key', 'Some people are named more than once: the last row holds.', {
        file,
        count: repeated,
      })
    }
    if (this.#named.size < this.#known.size / 2) {
      report.notice(
        'suspicious_shrink',
        `The export names ${this.#named.size} people, the course has ${this.#known.size}: nobody was taken away.`,
        { file, count: this.#known.size - this.#named.size },
      )
    }
  }
}

function unfitText(cells: readonly string[]): SkipReason | null {
  if (cells[0] === '') return 'empty_key'
  if (cells.some((cell) => isLong(cell))) return 'long_text'
  return cells.some((cell) => cell.includes('\0')) ? 'malformed_row' : null
}

const counts = (person: Person | undefined): boolean =>
  person !== undefined && person.isStudent && !person.leftOut

const isSomebodyElse = (a: Person, b: Person): boolean =>
  (['username', 'firstName', 'lastName', 'email'] as const).every(
    (property) => a[property] !== b[property],
  )

function isSame(a: Person, b: Person): boolean {
  return (Object.keys(a) as (keyof Person)[]).every((property) => a[property] === b[property])
}
