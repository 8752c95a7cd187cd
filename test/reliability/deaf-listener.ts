/** A port whose queue of waiting connections is full, so that a further one never opens. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

/** A listener that accepts no further connection. */
export interface DeafListener {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Listens in a thread, then stops that thread for good: the kernel's queue fills and stays full.
 */
const script = `
  const { parentPort } = require('node:worker_threads');
  const server = require('node:net').createServer();
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
  });
`;

/** Starts one. */
export async function startDeafListener(): Promise<DeafListener> {
  const thread = new Worker(script, { eval: true });
  const [message]: unknown[] = await once(thread, 'message');
  const port = Number(message);
  await sleep(50);
  const waiting: Socket[] = [];
  while (waiting.every((socket) => !socket.connecting)) {
    if (waiting.length > 64) throw new Error('the queue does not fill');
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    waiting.push(socket);
    await Promise.race([once(socket, 'connect'), sleep(150)]);
  }
  return {
    port,
    close: async () => {
      for (const socket of waiting) socket.destroy();
      await thread.terminate();
    },
  };
}
