import type { Resource } from '#shared/figures.ts'
import { publicId } from '#shared/public-id.ts'
import type { ResourceFields } from '../queries/resources-of.ts'

export function resourceOf(courseId: number, fields: ResourceFields): Resource {
  const { resourceNo, parentNo, goneSince, ...rest } = fields
  return {
    id: publicId(courseId, resourceNo),
    ...rest,
    parentId: parentNo === null ? null : publicId(courseId, parentNo),
    gone: goneSince !== null,
  }
}

/** What a resource lies in, from the top of the tree down. */
export function pathTo(
  { parentNo }: ResourceFields,
  tree: readonly ResourceFields[],
): ResourceFields[] {
  const byNo = new Map(tree.map((one) => [one.resourceNo, one]))
  const path: ResourceFields[] = []
  let above = byNo.get(parentNo ?? -1)
  while (above && !path.includes(above)) {
    path.unshift(above)
    above = byNo.get(above.parentNo ?? -1)
  }
  return path
}
