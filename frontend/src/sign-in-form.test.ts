import { describe, expect, it } from 'vitest'
import { ApiError, Unreachable } from './api/api-error.ts'
import { checkCredentials, explainRefusal } from './sign-in-form.ts'
import { texts } from './texts/texts.ts'

const t = texts.signIn
const problem = (status: number, more = {}) => ({ type: 'about:blank', title: '', status, ...more })

describe('the sign-in form', () => {
  it('says beside each field what is missing', () => {
    expect(checkCredentials({ email: ' ', password: '' })).toEqual({
      email: t.emailMissing,
      password: t.passwordMissing,
    })
    expect(checkCredentials({ email: 'owner', password: 'x' })).toEqual({ email: t.emailWrong })
    expect(checkCredentials({ email: ' owner@example.edu ', password: 'x' })).toEqual({})
  })

  it('does not say whether the address or the password is wrong', () => {
    expect(explainRefusal(new ApiError(problem(401), null))).toEqual({ form: t.wrong })
  })

  it('says how long to wait', () => {
    expect(explainRefusal(new ApiError(problem(429), 540))).toEqual({ form: t.throttled(9) })
    expect(explainRefusal(new ApiError(problem(429), 30))).toEqual({ form: t.throttledSoon })
  })

  it('puts what the server says about a field beside it', () => {
    const errors = [{ path: 'email', message: 'is too long' }]
    const refusal = explainRefusal(new ApiError(problem(400, { errors }), null))
    expect(refusal).toEqual({ email: 'E-mail address is too long.' })
  })

  it('says when nothing answers', () => {
    expect(explainRefusal(new Unreachable())).toEqual({ form: texts.errors.unreachable })
  })
})
