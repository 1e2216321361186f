import { expect, test } from 'vitest'
import { sessionListSchema } from '#shared/session.ts'
import { hashOfToken, makeToken } from '#server/auth/tokens.ts'
import { signIn } from '#deploy/site-client.ts'
import { addPerson } from '../support/site-content.ts'
import { useWholeSite } from '../support/whole-site.ts'

const world = useWholeSite()

/** The token of a link that was mailed just now. */
async function mailedToken(userId: number): Promise<string> {
  const token = makeToken()
  await world.site.pool.query(
    `INSERT INTO password_resets (token_hash, user_id, created_at, expires_at)
    VALUES (?, ?, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) + INTERVAL 1 HOUR)`,
    [hashOfToken(token), userId],
  )
  return token
}
const strangers = /^401 GET \/api\/me$/

test('who forgot the password asks for a link, and is told the same whoever it is', async () => {
  const page = await world.visit(undefined, { refusals: strangers })
  await page.goto('/login')
  await page.getByRole('link', { name: 'Forgotten your password?' }).click()
  await page.getByRole('button', { name: 'Send the link' }).click()
  await page.getByText('Enter your e-mail address.').waitFor()
  await page.keyboard.type('nobody@example.edu')
  await page.keyboard.press('Enter')
  await page.getByText('If there is an account for nobody@example.edu').waitFor()
  expect(await page.locator(':focus').innerText()).toBe('Look into your mail')
})

test('the link of a mail sets a password once', async () => {
  const person = await addPerson(world.site, 'forgetful@example.edu')
  const token = await mailedToken(person.id)
  const refusals = /^(401 GET \/api\/me|(404|422) POST \/api\/password-resets\/.+)$/
  const page = await world.visit(undefined, { refusals })
  const asked: string[] = []
  page.on('request', (request) => request.isNavigationRequest() && asked.push(request.url()))
  await page.goto(`/login/new-password#${token}`)
  const field = page.getByLabel('New password')
  const save = page.getByRole('button', { name: 'Save the password' })
  await field.fill('short')
  await save.click()
  await page.getByText('Enter at least 8 characters.').waitFor()
  await field.fill('password1')
  await save.click()
  await page.getByText('is one that many people choose').waitFor()
  const chosen = 'correct horse battery staple 7'
  await field.fill(chosen)
  await save.click()
  await page.getByRole('heading', { name: 'The password is saved' }).waitFor()
  expect(page.url()).not.toContain(token)
  expect(asked.join()).not.toMatch(new RegExp(`${token}(?!$)`))
  await page.getByRole('link', { name: 'Go to the sign-in page' }).click()
  await page.getByLabel('E-mail address').fill(person.email)
  await page.getByLabel('Password', { exact: true }).fill(chosen)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Courses' }).waitFor()

  const again = await world.visit(undefined, { refusals })
  await again.goto(`/login/new-password#${token}`)
  await again.getByLabel('New password').fill(chosen)
  await again.keyboard.press('Enter')
  await again.getByText('This link has been used already, or is too old.').waitFor()
  await again.getByRole('link', { name: 'Send me another link' }).click()
  await again.getByRole('heading', { name: 'Forgotten password' }).waitFor()
})

test('preferences are kept, and a session elsewhere is ended', async () => {
  const person = await addPerson(world.site, 'mobile@example.edu')
  const page = await world.visit(person)
  await page.goto('/account')
  const digest = page.getByRole('checkbox', { name: 'Send me a weekly digest' })
  const before = await digest.isChecked()
  await digest.press('Space')
  await page.getByLabel('Your time zone').selectOption('Asia/Tokyo')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Saved.').waitFor()
  await page.reload()
  await expect.poll(() => digest.isChecked()).toBe(!before)
  expect(await page.getByLabel('Your time zone').inputValue()).toBe('Asia/Tokyo')

  const elsewhere = await signIn(world.site.origin, person)
  const isIn = () =>
    elsewhere!.get('/api/me/sessions', sessionListSchema).then(
      () => true,
      () => false,
    )
  expect(await isIn()).toBe(true)
  await page.reload()
  const ends = page.getByRole('button', { name: /^End the session of/ })
  await expect.poll(() => ends.count()).toBe(2)
  await page.getByRole('button', { name: 'End all others' }).click()
  await page.getByText('All other sessions are ended.').waitFor()
  await expect.poll(() => ends.count()).toBe(0)
  expect(await isIn()).toBe(false)
})
