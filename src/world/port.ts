import { createServer } from 'node:net'
import { worldFaults } from './errors.ts'

/** Says at once, before anything is begun, when a port of this machine cannot be had. Fault world.port_taken. 0 is always free. */
export async function portIsFree(port: number): Promise<void> {
  if (port === 0) return
  await new Promise<void>((resolve, reject) => {
    const server = createServer()
    server.once('error', (error: { code?: string }) =>
      reject(error.code === 'EADDRINUSE' ? worldFaults.portTaken({ port: String(port) }) : error),
    )
    server.listen(port, '127.0.0.1', () => server.close(() => resolve()))
  })
}
