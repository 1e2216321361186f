import { shallowRef } from 'vue'
import { createRouter, createWebHistory, type RouteLocationNormalized } from 'vue-router'
import { categories } from '#shared/resource-category.ts'
import { adminRoutes } from './admin-routes.ts'
import { onSignedOut } from './api/client.ts'
import {
  endSigningOut,
  forgetUser,
  isSigningOut,
  knowUser,
  useSession,
} from './composables/useSession.ts'
import { safeReturnPath } from './return-path.ts'

declare module 'vue-router' {
  interface RouteMeta {
    /** Seen without signing in. */
    isPublic?: true
    /** The page, by its name, under which this one stands in the navigation. */
    section?: string
  }
}

const courseId = (route: RouteLocationNormalized) => ({
  courseId: Number(route.params['courseId']),
})
const resourceId = (route: RouteLocationNormalized) => ({
  resourceId: Number(route.params['resourceId']),
})
const studentId = (route: RouteLocationNormalized) => ({
  studentId: Number(route.params['studentId']),
})

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', redirect: { name: 'courses' } },
    {
      path: '/login',
      name: 'login',
      component: () => import('./pages/LoginPage.vue'),
      meta: { isPublic: true },
    },
    {
      path: '/login/forgotten',
      name: 'forgotten-password',
      component: () => import('./pages/ForgottenPasswordPage.vue'),
      meta: { isPublic: true },
    },
    {
      path: '/login/new-password',
      name: 'new-password',
      component: () => import('./pages/NewPasswordPage.vue'),
      meta: { isPublic: true },
    },
    {
      path: '/login/welcome',
      name: 'welcome',
      component: () => import('./pages/NewPasswordPage.vue'),
      props: { isInvitation: true },
      meta: { isPublic: true },
    },
    { path: '/courses', name: 'courses', component: () => import('./pages/CoursesPage.vue') },
    {
      path: '/courses/:courseId(\\d+)',
      component: () => import('./pages/CourseLayout.vue'),
      props: courseId,
      children: [
        { path: '', name: 'dashboard', component: () => import('./pages/DashboardPage.vue') },
        ...categories.map((category) => ({
          path: category,
          name: category,
          component: () => import('./pages/CategoryPage.vue'),
          props: { category },
        })),
        {
          path: 'resources/:resourceId(\\d+)',
          name: 'resource',
          component: () => import('./pages/ResourcePage.vue'),
          props: resourceId,
        },
        {
          path: 'students',
          name: 'students',
          component: () => import('./pages/StudentsPage.vue'),
        },
        {
          path: 'students/:studentId(\\d+)',
          name: 'student',
          component: () => import('./pages/StudentPage.vue'),
          props: studentId,
          meta: { section: 'students' },
        },
        { path: 'imports', name: 'imports', component: () => import('./pages/ImportsPage.vue') },
        { path: 'events', name: 'events', component: () => import('./pages/EventsPage.vue') },
      ],
    },
    adminRoutes,
    { path: '/account', name: 'account', component: () => import('./pages/AccountPage.vue') },
    { path: '/:path(.*)*', name: 'not-found', component: () => import('./pages/NotFoundPage.vue') },
  ],
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? undefined : { top: 0 }),
})

const { user } = useSession()
const signInPage = (wanted: string) => ({ name: 'login', query: { next: safeReturnPath(wanted) } })

// After the page's own code has been fetched, so that both happen at the same time.
router.beforeResolve(async (to) => {
  const isKnown = await knowUser()
  if (isKnown && !user.value && !to.meta.isPublic) return signInPage(to.fullPath)
  return user.value && to.name === 'login' ? safeReturnPath(to.query['next']) : true
})

/** The page whose code could not be loaded: no connection, or another version of the site by now. */
export const failedPage = shallowRef<RouteLocationNormalized | null>(null)
router.onError((_error, to) => (failedPage.value = to))
router.afterEach(() => (failedPage.value = null))

router.afterEach(endSigningOut)

onSignedOut(() => {
  // Who signs out is on the way to the sign-in page: another one would take the place of the page left.
  if (isSigningOut()) return
  forgetUser()
  const here = router.currentRoute.value
  if (here.matched.length > 0 && !here.meta.isPublic) void router.replace(signInPage(here.fullPath))
})
