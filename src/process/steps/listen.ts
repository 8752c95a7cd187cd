import { once } from 'node:events';
import type { Server } from 'node:http';
import { ListenRefused, type ListenPlace } from '../../commands/line/listen-refused.ts';
import { errorCodeOf } from '../../domain/values/failure.ts';

/** Starts a server, and returns its URL. @throws ListenRefused */
export async function listen(
  server: Server,
  { host, ...place }: ListenPlace & { readonly host: string },
): Promise<string> {
  const { port } = place;
  server.listen({ port, host });
  await orRefused(place, once(server, 'listening'));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${name}:${address.port}`;
}

/** Waits for a server that listens. @throws ListenRefused with the option of its port */
export async function orRefused<T>(place: ListenPlace, listening: Promise<T>): Promise<T> {
  try {
    return await listening;
  } catch (error) {
    const code = errorCodeOf(error);
    throw code === undefined ? error : new ListenRefused(place, code, error);
  }
}
