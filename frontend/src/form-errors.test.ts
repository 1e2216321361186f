import { expect, it } from 'vitest'
import { ApiError, Unreachable } from './api/api-error.ts'
import { refusalByField } from './form-errors.ts'
import { texts } from './texts/texts.ts'

const labels = { current: 'Current password', new: 'New password' }
const refusal = (errors: { path: string; message: string }[], detail?: string) =>
  new ApiError({ type: 'about:blank', title: 'Refused', status: 400, detail, errors }, null)

it('puts what the server says beside the field', () => {
  const error = refusal([{ path: 'current', message: 'is wrong' }])
  expect(refusalByField(error, labels)).toEqual({ current: 'Current password is wrong.' })
})

it('says above the button what fits no field', () => {
  const error = refusal([{ path: 'elsewhere', message: 'is wrong' }], 'The request is odd.')
  expect(refusalByField(error, labels)).toEqual({ form: 'The request is odd.' })
  expect(refusalByField(new Unreachable(), labels)).toEqual({ form: texts.errors.unreachable })
})
