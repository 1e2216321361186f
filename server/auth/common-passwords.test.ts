import { expect, test } from 'vitest'
import { isCommonPassword } from './common-passwords.ts'

test.each(['password1', '12345678', 'QWERTYUIOP', 'iloveyou', 'aaaaaaaaaaaa'])(
  'a password that many people choose is common: %s',
  (password) => expect(isCommonPassword(password)).toBe(true),
)

test.each(['blackboard', 'looploop', 'Cloop2026!', 'adminadmin'])(
  'a password made of the words of this place is common: %s',
  (password) => expect(isCommonPassword(password)).toBe(true),
)

test.each(['correct horse battery', 'loophole in a fence', 'пароль-на-работе', '83720194-5511'])(
  'any other password is not: %s',
  (password) => expect(isCommonPassword(password)).toBe(false),
)
