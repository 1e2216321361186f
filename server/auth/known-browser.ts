import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/**
 * A browser in which a person has signed in before keeps a mark that says so: `<random>.<mac>`. Its
 * failures are counted apart, so that a stranger who guesses at the same address, however long, cannot
 * keep its owner out. The mark opens nothing: without the password it is worth ten guesses.
 */
export function createBrowserMarks(secretKey: string) {
  const macOf = (email: string, random: string) =>
    createHmac('sha256', secretKey).update(`known-browser\n${random}\n${email}`).digest()

  return {
    make(email: string): string {
      const random = randomBytes(16).toString('hex')
      return `${random}.${macOf(email, random).toString('hex')}`
    },
    /** The random part of a mark that was made for this address, else null. */
    read(email: string, mark: string | undefined): string | null {
      const [random = '', mac = ''] = mark?.split('.') ?? []
      const given = Buffer.from(mac, 'hex')
      const expected = macOf(email, random)
      return given.length === expected.length && timingSafeEqual(given, expected) ? random : null
    },
  }
}
