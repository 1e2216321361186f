import type { FailureCode, SkipReason } from '#shared/import.ts'

const again =
  'Copy the export to the drop directory again, or have it made again. The course stays as it was until then.'
const correctExporter =
  'Have the exporter corrected, then let it deliver again. Another try with the same file would fail again.'

/** What an administrator does next; what exactly is wrong stands in the failure's own text. */
export const nextSteps: Record<FailureCode, string> = {
  not_a_zip: again,
  truncated_zip: again,
  damaged_zip: again,
  unsupported_zip: correctExporter,
  missing_file: correctExporter,
  unsafe_zip:
    'Find out who made this file before anything else. If it is genuine and only large, raise the limit that it names and retry the import.',
  bad_encoding: correctExporter,
  no_header: correctExporter,
  missing_columns: correctExporter,
  unclosed_quote: correctExporter,
  nothing_fits:
    "Compare the course's dates and code with the export. If the dates were wrong, correct them and retry the import; if it is the export of another course, drop it under that course's name.",
  gave_up:
    "Look into the worker's log under the number of the import, mend what it says, and retry the import.",
}

export const reasonWords: Record<SkipReason, string> = {
  malformed_row: 'cannot be read as a row',
  empty_key: 'a key is empty',
  long_text: 'a text is too long',
  no_target: 'neither a resource nor a forum is named',
  unknown_user: 'a person whom no export has ever named',
  unknown_resource: 'a resource that no export has ever named',
  unknown_forum: 'a forum that no export has ever named',
  not_an_assessment: 'an attempt at something that is no assessment',
  bad_timestamp: 'no time that can be read',
  outside_course: 'a time outside the course',
  bad_grade: 'the grade is unusable; the attempt is kept without it',
}
