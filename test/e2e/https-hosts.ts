import { createHash, createPublicKey } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';

/** What a host answers with: pages by their path, or, where that ends in `/`, by how it begins; all else comes from a server's address, as from behind a proxy. */
interface Host {
  pages?: Record<string, string>;
  server?: string;
}

/** Host names on this machine over HTTPS, by one port: each call of `add` opens one more. */
export interface HttpsHosts {
  origin(name: string): string;
  add(name: string, host: Host): void;
  /** With which Chromium finds and believes them. */
  browserFlags: string[];
  stop(): Promise<void>;
}

/** Names end in `.test`, where each part before it is a site of its own. */
export async function startHttpsHosts(): Promise<HttpsHosts> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'fjernvarme.test' }], { keyType: 'ec' });
  const hosts = new Map<string, Host>();
  const front = createServer({ key, cert }, (asked, answer) => {
    const host = hosts.get(new URL(`https://${asked.headers.host}`).hostname);
    const page = pageAt(asked.url!, host?.pages ?? {});
    if (page !== undefined) return void answer.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(page);
    if (host?.server === undefined) return void answer.writeHead(404).end();
    const headers = {
      ...asked.headers,
      'x-forwarded-for': '10.9.8.7',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': asked.headers.host,
    };
    const passed = request(host.server + asked.url, { method: asked.method, headers }, (reply) => {
      answer.writeHead(reply.statusCode!, reply.headers);
      reply.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    asked.pipe(passed);
  }).listen(0, '127.0.0.1');
  await once(front, 'listening');
  const { port } = front.address() as AddressInfo;
  const publicKey = createPublicKey(cert).export({ type: 'spki', format: 'der' });
  return {
    origin: (name) => `https://${name}:${port}`,
    add: (name, host) => void hosts.set(name, host),
    browserFlags: [
      '--host-resolver-rules=MAP *.test 127.0.0.1',
      `--ignore-certificate-errors-spki-list=${createHash('sha256').update(publicKey).digest('base64')}`,
    ],
    async stop() {
      front.closeAllConnections();
      front.close();
      await once(front, 'close');
    },
  };
}

function pageAt(path: string, pages: Record<string, string>): string | undefined {
  const beginning = Object.keys(pages).find((name) => name.endsWith('/') && path.startsWith(name));
  return pages[path] ?? (beginning && pages[beginning]);
}
