import { categories, categoryOf, forumType, type Category } from '#shared/resource-category.ts'
import type { CourseTimes } from '../course-times.ts'
import { ExportUnusable, shown } from '../problems.ts'
import { readRows, type Reading } from '../read-rows.ts'
import type { Report } from '../report.ts'
import { maxListedResource } from '../visit-list.ts'
import { optionalCells, unfitText } from './resource-cells.ts'
import { dropCycles } from './resource-parents.ts'

/** Instants are epoch microseconds. */
export interface Resource {
  resourceNo: number
  isForum: boolean
  resourceKey: string
  parentNo: number | null
  title: string
  resourceType: string
  category: Category
  position: number | null
  maxGrade: string | null
  dueAt: number | null
  goneSince: number | null
}

/** Resources and forums that an export brings, and those that it changes. */
export interface ResourcesChange {
  fresh: Resource[]
  changed: { before: Resource; after: Resource }[]
}

const file = 'all_resources.txt'
const untitled = '(untitled)'

/** The resources and forums of a course: those it has, and those that an export names. */
export class Resources {
  readonly contentNumbers = new Map<string, number>()
  readonly forumNumbers = new Map<string, number>()
  /** The largest number of a resource. */
  highest = 0
  readonly #known = new Map<number, Resource>()
  readonly #named = new Map<number, Resource>()
  readonly #parentKeys = new Map<number, string>()
  /** As they will be stored. */
  readonly #decided = new Map<number, Resource>()

  constructor(known: Resource[]) {
    for (const resource of known) {
      this.#known.set(resource.resourceNo, resource)
      this.#decided.set(resource.resourceNo, resource)
      this.#numbersOf(resource.isForum).set(resource.resourceKey, resource.resourceNo)
      this.highest = Math.max(this.highest, resource.resourceNo)
    }
  }

  async read(reading: Reading, times: CourseTimes) {
    const { report } = reading
    const present = await readRows(reading, file, ({ cells }) => {
      const reason = unfitText(cells)
      if (reason) return reason
      const [resourceKey, parentKey, title, resourceType, position, maxGrade, dueAt] = cells
      const resourceNo = this.#numberOf(resourceKey, false)
      if (this.#named.has(resourceNo)) {
        report.notice('repeated_key', 'Some resources stand there twice: the last row holds.', {
          file,
        })
      }
      this.#parentKeys.set(resourceNo, parentKey)
      this.#named.set(resourceNo, {
        ...{ resourceNo, resourceKey, resourceType, isForum: false, parentNo: null },
        title: title || untitled,
        category: categoryOf(resourceType),
        ...optionalCells({ position, maxGrade, dueAt }, times, report),
        goneSince: null,
      })
      return null
    })
    this.#keepWhatIsAbsent(present)
  }

  /** The number of a forum, which the first row that ever named it titles. */
  nameForum(resourceKey: string, thread: string, report: Report): number {
    const resourceNo = this.#numberOf(resourceKey, true)
    const title = thread || untitled
    const first = this.#known.get(resourceNo) ?? this.#named.get(resourceNo)
    if (first && first.title !== title) {
      const text = `Some forums are named differently: the first name holds (${shown(first.title)}).`
      report.notice('thread_differs', text, { file: 'forums.txt' })
    }
    if (!first) {
      this.#named.set(resourceNo, {
        ...{ resourceNo, resourceKey, title, isForum: true, parentNo: null },
        ...{ resourceType: forumType, category: categoryOf(forumType) },
        ...{ position: null, maxGrade: null, dueAt: null, goneSince: null },
      })
    }
    return resourceNo
  }

  /** Keys of the resources that the export names, if the course knew none of them. */
  strangers(): string[] {
    const named = [...this.#named.values()].filter(({ isForum }) => !isForum)
    if (named.some(({ resourceNo }) => this.#known.has(resourceNo))) return []
    return named.map(({ resourceKey }) => resourceKey)
  }

  /** What this export says the resource is, or else what an earlier one said. */
  isAssessment(resourceNo: number): boolean {
    const resource = this.#named.get(resourceNo) ?? this.#known.get(resourceNo)
    return resource?.category === 'assessment'
  }

  /**
   * Takes over what the export says: new resources always, of others what they are only if it is the newest
   * export. Then also: what it does not name is gone since `goneSince`. A resource that only an older export
   * names has been gone since then, too.
   */
  decide(isNewest: boolean, goneSince: number, report: Report): ResourcesChange {
    this.#findParents(report)
    const wanted: Resource[] = []
    for (const [resourceNo, resource] of this.#named) {
      if (!isNewest && this.#known.has(resourceNo)) continue
      const isGone = !isNewest && !resource.isForum
      wanted.push(isGone ? { ...resource, goneSince } : resource)
    }
    if (isNewest) wanted.push(...this.#goneResources(goneSince, report))
    for (const resource of wanted) this.#decided.set(resource.resourceNo, resource)
    dropCycles(this.#decided, wanted, report)
    return this.#changeTo(wanted)
  }

  /** By number, the index of each resource's category, after `decide`. */
  categoryIndexes(): Uint8Array {
    const indexes = new Uint8Array(this.highest + 1)
    for (const [resourceNo, { category }] of this.#decided) {
      indexes[resourceNo] = categories.indexOf(category)
    }
    return indexes
  }

  /** What the course knows and the export does not name; one that names nothing at all says nothing. */
  #goneResources(goneSince: number, report: Report): Resource[] {
    const present = [...this.#known.values()].filter(
      (resource) => !resource.isForum && resource.goneSince === null,
    )
    if (this.#parentKeys.size > 0) {
      const gone = present.filter(({ resourceNo }) => !this.#named.has(resourceNo))
      return gone.map((resource) => ({ ...resource, goneSince }))
    }
    if (present.length > 0) {
      const text = 'The export names no resource at all: those of the course stay as they are.'
      report.notice('suspicious_shrink', text, { file, count: present.length })
    }
    return []
  }

  #changeTo(wanted: Resource[]): ResourcesChange {
    const change: ResourcesChange = { fresh: [], changed: [] }
    for (const after of wanted) {
      const before = this.#known.get(after.resourceNo)
      if (!before) change.fresh.push(after)
      else if (!isSameResource(before, after)) change.changed.push({ before, after })
    }
    return change
  }

  #numbersOf(isForum: boolean): Map<string, number> {
    return isForum ? this.forumNumbers : this.contentNumbers
  }

  #numberOf(resourceKey: string, isForum: boolean): number {
    const numbers = this.#numbersOf(isForum)
    const known = numbers.get(resourceKey)
    if (known !== undefined) return known
    if (this.highest === maxListedResource) {
      throw new ExportUnusable(
        'unsafe_zip',
        `The export names more than ${maxListedResource} resources: that many fit into one course.`,
      )
    }
    numbers.set(resourceKey, ++this.highest)
    return this.highest
  }

  /** A column that this export lacks says nothing about the resources that the course knows. */
  #keepWhatIsAbsent(present: string[]) {
    for (const [resourceNo, resource] of this.#named) {
      const before = this.#known.get(resourceNo)
      if (!before) continue
      if (!present.includes('position')) resource.position = before.position
      if (!present.includes('max_grade')) resource.maxGrade = before.maxGrade
      if (!present.includes('due_at')) resource.dueAt = before.dueAt
    }
  }

  /** A parent is a resource, of this export or an earlier one, never a forum. */
  #findParents(report: Report) {
    for (const [resourceNo, parentKey] of this.#parentKeys) {
      const resource = this.#named.get(resourceNo)
      if (!resource || parentKey === '') continue
      const parentNo = this.contentNumbers.get(parentKey)
      if (parentNo === undefined) {
        const text = `Some parents are unknown (such as ${shown(parentKey)}): these resources stand at the top level.`
        report.notice('parent_unknown', text, { file })
      }
      resource.parentNo = parentNo ?? null
    }
  }
}

export function isSameResource(a: Resource, b: Resource): boolean {
  return (Object.keys(a) as (keyof Resource)[]).every((property) => a[property] === b[property])
}
