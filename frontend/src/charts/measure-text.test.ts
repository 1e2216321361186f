import { expect, it } from 'vitest'
import { fitText } from './measure-text.ts'

/** Every letter is 10 pixels wide. */
const measure = (text: string) => 10 * [...text].length

it('leaves a text that fits as it is', () => {
  expect(fitText('Essay', 50, measure)).toBe('Essay')
})

it('cuts a text that does not fit and says so', () => {
  expect(fitText('Essay open', 60, measure)).toBe('Essay…')
  expect(fitText('Essay open', 70, measure)).toBe('Essay…')
})

it('cuts between letters, never inside one', () => {
  expect(fitText('😀😀😀😀', 30, measure)).toBe('😀😀…')
})

it('writes nothing where not even a letter fits', () => {
  expect(fitText('Essay', 15, measure)).toBe('')
})
