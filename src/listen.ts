import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Has a server listen, and returns its URL; `exclusive` where the workers of `WORKERS` do not share the port. */
export async function listen(
  server: Server,
  {
    port,
    host,
    exclusive = false,
  }: { readonly port: number; readonly host: string; readonly exclusive?: boolean },
): Promise<string> {
  server.listen({ port, host, exclusive });
  await once(server, 'listening');
  const address = server.address();
  if (!isInternetAddress(address)) throw new Error('the server listens on no internet address');
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${name}:${address.port}`;
}

function isInternetAddress(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}
