import type { IncomingMessage } from 'node:http';
import { stringifySetCookie } from 'cookie';
import { cookieIn } from '../server/http/cookie.ts';

/**
 * A cookie of a sign-in with OAuth (RFC 10017, security D11). With the prefix, browsers reject a
 * cookie that was set by a script, a sibling domain or plain http. Over plain http, which is for
 * development on one machine, there is neither the prefix nor `Secure`.
 */
export class BrowserCookie {
  readonly #name: string;
  readonly #options: { readonly sameSite: 'strict' | 'lax'; readonly secure: boolean };

  constructor(
    name: string,
    options: { readonly sameSite: 'strict' | 'lax'; readonly secure: boolean },
  ) {
    this.#name = options.secure ? `__Host-Http-${name}` : name;
    this.#options = options;
  }

  in(request: IncomingMessage): string | undefined {
    return cookieIn(request, this.#name);
  }

  /** Returns a `Set-Cookie` value. Without `maxAge`, in seconds, it is a session cookie. */
  set(text: string, maxAge?: number): string {
    const options = { ...(maxAge !== undefined && { maxAge }), path: '/', httpOnly: true };
    return stringifySetCookie(this.#name, text, { ...options, ...this.#options });
  }

  clear(): string {
    return this.set('', 0);
  }
}
