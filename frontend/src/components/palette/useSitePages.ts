import { computed, shallowRef } from 'vue'
import { useSession } from '../../composables/useSession.ts'
import { texts } from '../../texts/texts.ts'
import type { SitePage } from './palette-items.ts'

const forAll: SitePage[] = [
  { name: 'courses', label: texts.courses.title },
  { name: 'account', label: texts.account.title },
]

/** Pages outside of courses that the person who is signed in may see. */
export function useSitePages() {
  const { user } = useSession()
  const ofAdministration = shallowRef<SitePage[]>([])
  // Words of the administration are fetched for those who need them.
  if (user.value?.isAdmin) {
    void Promise.all([
      import('../../admin-sections.ts'),
      import('../../texts/admin-texts.ts'),
    ]).then(([{ adminSections }, { adminTexts }]) => {
      const hint = adminTexts.title
      ofAdministration.value = adminSections.map((section) => ({ ...section, hint }))
    })
  }
  return computed(() => [...forAll, ...ofAdministration.value])
}
