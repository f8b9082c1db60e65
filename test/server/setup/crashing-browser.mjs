// What a browser is to puppeteer until the first command: it says where it listens and takes the connection. At the command it crashes,
// and leaves a line in the file given.
import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';

const server = createServer().on('upgrade', (request, socket) => {
  const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
  socket.once('data', () => {
    appendFileSync(process.argv[2], 'crash\n');
    process.kill(process.pid, 'SIGSEGV');
  });
});
server.listen(0, '127.0.0.1', () => console.error(`DevTools listening on ws://127.0.0.1:${server.address().port}/devtools/browser/1`));
// Nobody came: gone all the same.
setTimeout(() => process.exit(1), 30_000);
