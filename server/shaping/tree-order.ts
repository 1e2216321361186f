interface Placed {
  position: number | null
  title: string
  resourceNo: number
}

/** `Week 2` stands before `Week 10`. */
const collator = new Intl.Collator('en', { numeric: true })

/** The order of the LMS; what has none comes after it, by title. */
export function byTreeOrder(a: Placed, b: Placed): number {
  if (a.position !== null && b.position !== null && a.position !== b.position) {
    return a.position - b.position
  }
  if ((a.position === null) !== (b.position === null)) return a.position === null ? 1 : -1
  return collator.compare(a.title, b.title) || a.resourceNo - b.resourceNo
}
