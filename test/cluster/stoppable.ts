import type { Service, Supervisor } from '#deploy/supervisor.ts'
import { eventually } from './eventually.ts'

/** A server that can be stopped hard, and stays down until it is let up again. */
export interface StoppableNode {
  name: string
  stop: () => void
  /** It says nothing any more, and its connections stay open: as if its machine were cut off. */
  freeze: () => void
  /** Resolves when it does its work again. */
  restart: () => Promise<void>
}

export async function startNode(supervisor: Supervisor, service: Service): Promise<StoppableNode> {
  let gate = Promise.withResolvers<void>()
  gate.resolve()
  await supervisor.start({ ...service, beforeRestart: () => gate.promise })
  return {
    name: service.name,
    stop: () => {
      gate = Promise.withResolvers<void>()
      signalGroup(supervisor, service.name, 'SIGKILL')
    },
    freeze: () => signalGroup(supervisor, service.name, 'SIGSTOP'),
    restart: async () => {
      gate.resolve()
      await eventually(`${service.name} works again`, async () => {
        await service.probe?.()
        return true
      })
    },
  }
}

export function killNow(supervisor: Supervisor, name: string): void {
  signalGroup(supervisor, name, 'SIGKILL')
}

/** For a service and all that it has started. */
function signalGroup(supervisor: Supervisor, name: string, signal: 'SIGKILL' | 'SIGSTOP'): void {
  const pid = supervisor.pidOf(name)
  if (pid === undefined) throw new Error(`${name} does not run`)
  process.kill(-pid, signal)
}
