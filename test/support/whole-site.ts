import { afterAll, beforeAll } from 'vitest'
import { useBrowser } from './browser.ts'
import { startSite, type RunningSite } from './running-site.ts'
import { addPerson, addServer, type Person } from './site-content.ts'

export type WholeSite = ReturnType<typeof useWholeSite>

/** For one test file: a running site with an LMS server and somebody to own courses, and a browser. */
export function useWholeSite() {
  let site: RunningSite | undefined
  let lmsServerId: number
  let owner: Person

  beforeAll(async () => {
    site = await startSite()
    lmsServerId = await addServer(site, 'Blackboard')
    owner = await addPerson(site, 'owner@example.edu')
  })
  afterAll(() => site?.stop())
  const { visit, stay } = useBrowser(() => site!)

  return {
    visit,
    stay,
    get site() {
      return site!
    },
    get lmsServerId() {
      return lmsServerId
    },
    get owner() {
      return owner
    },
  }
}
