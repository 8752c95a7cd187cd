import type { IncomingMessage } from 'node:http';
import { HttpError } from '../server/http-error.ts';

const loopbackHost = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::(\d{1,5}))?$/;

/** What the gateway's own address is found out by. */
export interface OriginSettings {
  /** The configured address. */
  readonly publicUrl: string | undefined;
  /** AM's address as browsers know it. */
  readonly amUrl: URL;
}

/**
 * The gateway's own address as the browser knows it. `Host` is written by whoever asks, so it counts on this machine
 * alone. Cookies do not tell ports apart but names, so there AM's name for this machine is taken.
 * @throws HttpError 400 where the address is not known
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
