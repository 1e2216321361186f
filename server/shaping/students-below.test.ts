import { expect, it } from 'vitest'
import { studentsBelow } from './students-below.ts'

const course = { startDate: '2026-03-02', weeks: 2 }
/** 1 Unit › 2 Folder › 3 Article, 4 Video; 5 Syllabus stands alone. */
const tree = [
  { resourceNo: 1, parentNo: null },
  { resourceNo: 2, parentNo: 1 },
  { resourceNo: 3, parentNo: 2 },
  { resourceNo: 4, parentNo: 2 },
  { resourceNo: 5, parentNo: null },
]
const visits = (userNo: number, resourceNo: number, visitDays: string) => {
  return { userNo, resourceNo, visitDays }
}
/** `resource: whole course | week 1, week 2`. */
const figures = (use: ReturnType<typeof visits>[], some = tree) => {
  const cells = Map.groupBy(studentsBelow(course, some, use), ({ no }) => no)
  return [...cells].map(([no, weeks]) => {
    const [whole, ...rest] = weeks.toSorted((a, b) => a.week - b.week).map(({ figure }) => figure)
    return `${no}: ${whole} | ${rest.join(', ')}`
  })
}

it('counts a student once in a folder, whatever they opened there', () => {
  const use = [visits(7, 3, '0:2 7'), visits(7, 4, '1'), visits(7, 2, '0'), visits(8, 4, '13')]
  expect(figures(use)).toEqual([
    '1: 2 | 1, 2',
    '2: 2 | 1, 2',
    '3: 1 | 1, 1',
    '4: 2 | 1, 1',
    '5: 0 | 0, 0',
  ])
})

it('leaves out what is not in the tree, and hangs below nothing what has its parent elsewhere', () => {
  const some = [
    { resourceNo: 3, parentNo: 2 },
    { resourceNo: 5, parentNo: null },
  ]
  expect(figures([visits(7, 3, '8'), visits(7, 4, '0')], some)).toEqual([
    '3: 1 | 0, 1',
    '5: 0 | 0, 0',
  ])
})

it('ends where two resources are each other’s parents', () => {
  const circle = [
    { resourceNo: 1, parentNo: 2 },
    { resourceNo: 2, parentNo: 1 },
  ]
  expect(figures([visits(7, 1, '0')], circle)).toEqual(['1: 1 | 1, 0', '2: 1 | 1, 0'])
})
