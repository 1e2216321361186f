import type { RouteRecordRaw } from 'vue-router'

/** The panel of administrators: none of its code is loaded before somebody goes there. */
export const adminRoutes: RouteRecordRaw = {
  path: '/admin',
  component: () => import('./pages/admin/AdminLayout.vue'),
  children: [
    { path: '', name: 'admin', redirect: { name: 'admin-imports' } },
    {
      path: 'imports',
      name: 'admin-imports',
      component: () => import('./pages/admin/ImportsPage.vue'),
    },
    {
      path: 'imports/:importId(\\d+)',
      name: 'admin-import',
      component: () => import('./pages/admin/ImportPage.vue'),
      props: ({ params }) => ({ importId: Number(params['importId']) }),
      meta: { section: 'admin-imports' },
    },
    {
      path: 'unrecognised',
      name: 'admin-unrecognised',
      component: () => import('./pages/admin/UnrecognisedPage.vue'),
    },
    {
      path: 'courses',
      name: 'admin-courses',
      component: () => import('./pages/admin/AdminCoursesPage.vue'),
    },
    {
      path: 'people',
      name: 'admin-people',
      component: () => import('./pages/admin/PeoplePage.vue'),
    },
    {
      path: 'lms-servers',
      name: 'admin-servers',
      component: () => import('./pages/admin/ServersPage.vue'),
    },
    {
      path: 'events',
      name: 'admin-events',
      component: () => import('./pages/admin/AllEventsPage.vue'),
    },
    { path: 'tasks', name: 'admin-tasks', component: () => import('./pages/admin/TasksPage.vue') },
    {
      path: 'checks',
      name: 'admin-checks',
      component: () => import('./pages/admin/ChecksPage.vue'),
    },
    { path: 'audit', name: 'admin-audit', component: () => import('./pages/admin/AuditPage.vue') },
  ],
}
