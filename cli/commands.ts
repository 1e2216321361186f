import type { Command } from './command.ts'

/** Every command by its name. Each is loaded only when it is called: some need a great deal. */
export const commands: Record<string, () => Promise<Command>> = {
  clear: async () => (await import('./commands/clear.ts')).clear,
  config: async () => (await import('./commands/config.ts')).config,
  'demo-export': async () => (await import('./commands/demo-export.ts')).demoExport,
  import: async () => (await import('./commands/import.ts')).importExport,
  migrate: async () => (await import('./commands/migrate.ts')).migrateDatabase,
  scan: async () => (await import('./commands/scan.ts')).scan,
  undo: async () => (await import('./commands/undo.ts')).undo,
  'user create': async () => (await import('./commands/user-create.ts')).userCreate,
  'user deactivate': async () => (await import('./commands/user-deactivate.ts')).userDeactivate,
  'user password': async () => (await import('./commands/user-password.ts')).userPassword,
}
