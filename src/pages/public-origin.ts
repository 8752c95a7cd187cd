import type { IncomingMessage } from 'node:http';
import { HttpError } from '../server/http-error.ts';

const loopbackHost = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::(\d{1,5}))?$/;

/** The configured public URL, and AM's address as browsers use it. */
export interface OriginSettings {
  readonly publicUrl: string | undefined;
  readonly amUrl: URL;
}

/**
 * Returns the gateway's own origin as browsers use it. Without a public URL only loopback hosts are
 * accepted, because the client writes `Host`. If AM is on a loopback host too, its host name is
 * used: cookies depend on the name, but not on the port.
 * @throws HttpError 400 if the origin is unknown
 */
export function publicOrigin(
  { headers }: IncomingMessage,
  { publicUrl, amUrl }: OriginSettings,
): string {
  if (publicUrl !== undefined) return publicUrl;
  const local = loopbackHost.exec(headers.host ?? '');
  if (local === null) throw new HttpError(400, 'Set PUBLIC_URL to the address of this site.');
  const { hostname, host } = new URL(`http://${headers.host}`);
  if (hostname === amUrl.hostname || !loopbackHost.test(amUrl.hostname)) return `http://${host}`;
  return `http://${amUrl.hostname}:${local[1] ?? '80'}`;
}
