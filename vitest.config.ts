import { defineConfig } from 'vitest/config'

/** Units lie beside their files; `test/` holds what needs a database, a broker, a disk or a browser. */
export default defineConfig({
  test: {
    // More files at once would fight for the two servers rather than end sooner.
    maxWorkers: 2,
    // A limit against hanging, not a measurement: the machine may have other things to do.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: ['**/node_modules/**', '.cloop*/**', 'test/**', 'frontend/**'],
        },
      },
      {
        extends: true,
        test: { name: 'frontend', include: ['frontend/src/**/*.test.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/bench/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          // A limit against hanging, too.
          expect: { poll: { timeout: 30_000 } },
        },
      },
    ],
  },
})
