/** The three categories of a resource, in the order in which every page shows them. */
export const categories = ['content', 'communication', 'assessment'] as const
export type Category = (typeof categories)[number]

const categoryByType: ReadonlyMap<string, Category> = new Map([
  ['resource/x-bb-discussionboard', 'communication'],
  ['course/x-bb-collabsession', 'communication'],
  ['resource/x-bb-collabsession', 'communication'],
  ['resource/x-bb-discussionfolder', 'communication'],
  ['assessment/x-bb-qti-test', 'assessment'],
  ['course/x-bb-courseassessment', 'assessment'],
  ['resource/x-turnitin-assignment', 'assessment'],
  ['resource/x-bb-asmt-survey-link', 'assessment'],
  ['resource/x-bb-asmt-test-link', 'assessment'],
])

/** The type that every forum of `forums.txt` bears. */
export const forumType = 'resource/x-bb-discussionboard'

/** Category of a Blackboard `resource_type`: exact match, everything unknown is content. */
export function categoryOf(resourceType: string): Category {
  return categoryByType.get(resourceType) ?? 'content'
}
