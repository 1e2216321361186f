/** The kinds of events. In a file of its own, so that the pages can use the words without the schemas' zod. */
export const eventKinds = ['single', 'repeating', 'submission'] as const
export type EventKind = (typeof eventKinds)[number]

/** What is submitted. */
export const submissionTypes = ['assignment', 'quiz'] as const
export type SubmissionType = (typeof submissionTypes)[number]
