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
