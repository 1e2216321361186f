import { dictionary } from '@zxcvbn-ts/language-common'

/** What people here think of first: the product, what it stands beside, what it is about. */
const ownWords =
  /cloop|loop|blackboard|moodle|canvas|lms|admin(istrator)?|teacher|student|course|university|password/g

let common: Set<string> | undefined

/** Whether many people choose this password, or it says little more than where it is used. */
export function isCommonPassword(password: string): boolean {
  // Some 30,000 of them, put in order only when the first password is chosen.
  common ??= new Set(dictionary['passwords-common'])
  const plain = password.normalize('NFKC').toLowerCase()
  const rest = plain.replace(ownWords, '').replace(/[\d\p{P}\p{S}\s]/gu, '')
  const isOneCharacter = new Set(plain).size === 1
  return common.has(plain) || isOneCharacter || (rest === '' && /\p{L}/u.test(plain))
}
