import { describe, expect, test } from 'vitest'
import { courseOfName, kindOfName, printableName } from './file-names.ts'

const servers = new Map([
  [
    1,
    new Map([
      ['BIO', 10],
      ['BIO_101', 11],
      ['BIO_101_B', 12],
      ['Größe 5', 13],
      ['7', 14],
    ]),
  ],
  [2, new Map([['BIO', 20]])],
  [3, new Map()],
])

describe('a name', () => {
  test.each([
    ['1_BIO.zip', 10],
    ['1_BIO_1506816000.zip', 10],
    ['1_BIO_101.zip', 11],
    ['1_BIO_101_1506816000.zip', 11],
    ['1_BIO_101_B_x_y.zip', 12],
    ['1_BIO_101_C.zip', 11],
    ['1_BIO_.zip', 10],
    ['1_BIO_1506816000.ZIP', 10],
    ['2_BIO_101.zip', 20],
    ['1_Größe 5_1.zip', 13],
    ['1_7_7.zip', 14],
  ])('%s belongs to course %i', (name, courseId) => {
    expect(courseOfName(name, servers)).toEqual({ courseId })
  })

  test.each([
    ['export.zip', 'the name is not'],
    ['1.zip', 'the name is not'],
    ['1_.zip', 'the name is not'],
    ['_BIO.zip', 'the name is not'],
    ['01_BIO.zip', 'the name is not'],
    ['-1_BIO.zip', 'the name is not'],
    ['1e1_BIO.zip', 'the name is not'],
    ['99999999999999999999_BIO.zip', 'the name is not'],
    ['9_BIO.zip', 'there is no LMS server 9'],
    ['3_BIO.zip', 'no course of LMS server 3'],
    ['1_BIOLOGY_1.zip', 'no course of LMS server 1'],
    ['1_bio.zip', 'no course of LMS server 1'],
    ['1__BIO.zip', 'no course of LMS server 1'],
    ['1_constructor.zip', 'no course of LMS server 1'],
  ])('%s belongs to no course: %s', (name, reason) => {
    expect(courseOfName(name, servers)).toEqual({ reason: expect.stringContaining(reason) })
  })

  test.each([
    ['1_BIO.zip', 'export'],
    ['anything.zip', 'export'],
    ['1_BIO.ZIP', 'export'],
    ['1_BIO.zip.part', 'upload'],
    ['1_BIO.zip.filepart', 'upload'],
    ['1_BIO.TMP', 'upload'],
    ['.1_BIO.zip', 'upload'],
    ['.nfs00000001', 'upload'],
    ['~1_BIO.zip', 'upload'],
    ['notes.txt', 'other'],
    ['1_BIO.zip.crdownload', 'other'],
    ['-rf.zip', 'odd'],
    ['1_BIO\n{"level":60}.zip', 'odd'],
    ['1_BIO\u2028.zip', 'odd'],
    ['1_BIO\x7f.zip', 'odd'],
    [`1_${'B'.repeat(249)}.zip`, 'odd'],
  ])('%j is taken as: %s', (name, kind) => {
    expect(kindOfName(Buffer.from(name))).toBe(kind)
  })

  test('that is not UTF-8 is odd', () => {
    expect(kindOfName(Buffer.from([0x31, 0x5f, 0xe9, 0x2e, 0x7a, 0x69, 0x70]))).toBe('odd')
  })

  test('is logged on one line, without what a terminal would obey', () => {
    expect(printableName(Buffer.from('a\n\x1b[31m\u202Eb\u2028.zip'))).toBe('a??[31m?b?.zip')
    expect(printableName(Buffer.from([0xff, 0x61]))).toBe('?a')
    expect(printableName(Buffer.from('x'.repeat(250)))).toHaveLength(81)
  })
})
