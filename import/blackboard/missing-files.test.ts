import { describe, expect, it } from 'vitest'
import { exportFiles } from '#shared/import.ts'
import { missingFiles } from './missing-files.ts'

const others = exportFiles.filter((file) => file !== 'activity.txt')
const messageFor = (...names: string[]) => missingFiles([...others, ...names]).message

describe('missingFiles', () => {
  it.each(exportFiles)('names %s', (file) => {
    const failure = missingFiles(exportFiles.filter((other) => other !== file))
    expect(failure).toMatchObject({
      code: 'missing_file',
      message: expect.stringContaining(`The zip lacks ${file}.`),
    })
  })

  it('names all of them', () => {
    const { message } = missingFiles(['forums.txt'])
    expect(message).toContain(
      'lacks all_user.txt, all_resources.txt, assessments.txt, activity.txt.',
    )
    expect(message).toContain('It holds "forums.txt".')
  })

  it('says that an archive is empty', () => {
    expect(missingFiles([]).message).toContain('It is empty.')
  })

  it('does not list everything that it found', () => {
    const message = messageFor(...Array.from({ length: 900 }, (_, index) => `${index}.txt`))
    expect(message).toContain('and 899 more.')
  })

  it.each([
    [
      'in a folder',
      'export/activity.txt',
      'Found "export/activity.txt": it must not lie in a folder.',
    ],
    ['behind a back-slash', 'export\\activity.txt', 'Found "export\\activity.txt": it must not'],
    ['that is a folder', 'activity.txt/', '"activity.txt/" is a folder.'],
    ['in capitals', 'Activity.TXT', 'Found "Activity.TXT": it is not named activity.txt.'],
    ['with a blank', 'activity.txt ', 'Found "activity.txt ": it is not named activity.txt.'],
    ['with foreign letters', 'а\u0441tivity.txt', 'it holds U+0430, U+0441.'],
    ['with an accent', 'áctivity.txt', 'it holds U+00E1.'],
    ['with invisible characters', 'activity\u200b.txt', 'it holds U+200B.'],
  ])('points out a file %s', (_, name, hint) => {
    expect(messageFor(name)).toContain(hint)
  })

  it('shows no control characters', () => {
    expect(messageFor('\u001b[31mred\n')).toContain('"\\u{1b}[31mred\\u{a}"')
  })
})
