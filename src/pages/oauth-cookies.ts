import type { IncomingMessage } from 'node:http';
import { stringifySetCookie } from 'cookie';
import { cookieIn } from '../server/cookie.ts';

/**
 * The cookies of signing in by OAuth (RFC 10017, security D11). The prefix has browsers refuse one that a script, a
 * sister site or plain http has set; over plain http, so on this machine only, there is neither prefix nor `Secure`.
 */
export class OAuthCookies {
  readonly #secure: boolean;

  constructor(secure: boolean) {
    this.#secure = secure;
  }

  /** The text of the session's cookie. */
  session(request: IncomingMessage): string | undefined {
    return this.#read(request, 'pages');
  }

  /** The sealed sign-in that is under way. */
  pending(request: IncomingMessage): string | undefined {
    return this.#read(request, 'pages-sign-in');
  }

  setSession(text: string): string {
    return this.#write('pages', text, { sameSite: 'strict' });
  }

  /** Lax, because the browser comes back from AM, which is another site. */
  setPending(text: string, maxAge: number): string {
    return this.#write('pages-sign-in', text, { sameSite: 'lax', maxAge });
  }

  clearSession(): string {
    return this.#write('pages', '', { sameSite: 'strict', maxAge: 0 });
  }

  clearPending(): string {
    return this.#write('pages-sign-in', '', { sameSite: 'lax', maxAge: 0 });
  }

  #name(name: string): string {
    return this.#secure ? `__Host-Http-${name}` : name;
  }

  #read(request: IncomingMessage, name: string): string | undefined {
    return cookieIn(request, this.#name(name));
  }

  #write(
    name: string,
    text: string,
    options: { readonly sameSite: 'strict' | 'lax'; readonly maxAge?: number },
  ): string {
    return stringifySetCookie(this.#name(name), text, {
      ...options,
      path: '/',
      httpOnly: true,
      secure: this.#secure,
    });
  }
}
