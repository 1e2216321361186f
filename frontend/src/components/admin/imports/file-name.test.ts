import { expect, it } from 'vitest'
import { codesInName } from './file-name.ts'

it.each([
  ['1_ABC10.zip', ['ABC10']],
  ['1_ABC_10_1524.zip', ['ABC_10_1524', 'ABC_10', 'ABC']],
  ['1_ABC10_1524.ZIP', ['ABC10_1524', 'ABC10']],
  ['export.zip', []],
  ['x_ABC10.zip', []],
  ['1_.zip', []],
])('%s may mean the courses %j', (name, codes) => {
  expect(codesInName(name).map(({ code }) => code)).toEqual(codes)
})
