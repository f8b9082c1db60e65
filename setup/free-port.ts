import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** The wanted TCP port of this machine, or with 0 one that nobody uses. Throws a sentence that says what to do when it is taken. */
export async function freePort(wanted = 0): Promise<number> {
  if (!Number.isInteger(wanted) || wanted < 0 || wanted > 65_535) throw new Error('PORT must be a whole number from 0 to 65535.');
  const server = createServer().listen(wanted, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE')
      throw new Error(`Port ${wanted} is taken. Stop what uses it, or choose another: PORT=${wanted + 1} npm run demo`);
    if (code === 'EACCES') throw new Error(`Port ${wanted} needs root. Choose one above 1023: PORT=8080 npm run demo`);
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
