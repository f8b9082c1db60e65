import { open } from 'node:fs/promises';

const pieceBytes = 1 << 17;

/** A file's content, piece by piece. Every piece lies in the same memory: it is gone once the next is asked for. */
export async function* readFileBytes(path: string): AsyncGenerator<Buffer> {
  const file = await open(path);
  try {
    const memory = Buffer.allocUnsafe(pieceBytes);
    for (;;) {
      const { bytesRead } = await file.read(memory);
      if (bytesRead === 0) return;
      yield memory.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
