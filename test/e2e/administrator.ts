import { randomBytes } from 'node:crypto'
import type { Locator, Page } from 'playwright-core'
import { beforeAll } from 'vitest'
import { adminUserAnswerSchema } from '#shared/admin.ts'
import { signIn } from '#deploy/site-client.ts'
import type { Person } from '../support/site-content.ts'
import type { WholeSite } from '../support/whole-site.ts'

/** For one test file: an administrator who uses the panel. */
export function useAdministrator(world: WholeSite) {
  let person: Person
  beforeAll(async () => {
    const { administrator, origin } = world.site
    const account = {
      email: 'boss@example.edu',
      name: 'Bea Boss',
      password: randomBytes(12).toString('hex'),
      isAdmin: true,
    }
    const { user } = await administrator.post('/api/admin/users', account, adminUserAnswerSchema)
    const client = await signIn(origin, account)
    person = { id: user.id, ...account, client: client! }
  })
  return {
    get person() {
      return person
    },
  }
}

export const button = (within: Page | Locator, name: string | RegExp) =>
  within.getByRole('button', { name })

/** Does what a row's menu offers. */
export async function choose(page: Page, row: string, action: string): Promise<void> {
  await button(page, `Actions: ${row}`).click()
  await page.getByRole('menuitem', { name: action }).click()
}
