import { stringifySetCookie } from 'cookie';
import type { MaybePromise } from '../domain/maybe-promise.ts';
import type { Deadline } from '../am/deadline.ts';
import type { OpenAm } from '../am/open-am.ts';
import type { HttpExchange } from '../server/graphql-endpoint.ts';
import { callerOf } from '../server/caller-of.ts';
import { jsonReply } from '../server/reply.ts';
import { publicOrigin } from './public-origin.ts';
import type { OriginSettings } from './public-origin.ts';
import { redirect, signedOutPath } from './sign-in.ts';
import type { SignInWay } from './sign-in.ts';

/** What signing in by AM's own session needs. */
export interface AmSignInOptions extends Omit<OriginSettings, 'amUrl'> {
  /** AM's page for signing in, as browsers know it. */
  readonly signInUrl: URL;
  readonly cookieName: (deadline: Deadline) => MaybePromise<string>;
  /** The domain that AM sets its cookie for; undefined for AM's own host. */
  readonly cookieDomain: string | undefined;
  /** Whether AM asks somebody again who is signed in. OpenAM refuses it to them (contract §8), so they are signed out first. */
  readonly asksAgain: boolean;
  /** Ends a session at AM. @throws Failure where AM cannot be asked */
  readonly signOut: OpenAm['signOut'];
}

/**
 * Signs people in by AM's own page and session, whose cookie browsers send to the gateway, too, where both are on one
 * host or AM sets it for a domain of both.
 */
export function amSignIn(options: AmSignInOptions): SignInWay {
  const { signInUrl, asksAgain } = options;
  return {
    start: async (exchange, { realm, returnTo, fresh }) => {
      const { request } = exchange;
      const origin = publicOrigin(request, { publicUrl: options.publicUrl, amUrl: signInUrl });
      const url = new URL(signInUrl);
      url.searchParams.set('realm', realm.path);
      url.searchParams.set('goto', `${origin}${returnTo}`);
      if (fresh && asksAgain) url.searchParams.set('ForceAuth', 'true');
      // Only a page of ours signs anybody out; a link from elsewhere does not.
      const signsOut = fresh && !asksAgain && request.headers['sec-fetch-site'] === 'same-origin';
      return signsOut
        ? redirect(url.href, { 'set-cookie': await endSession(exchange, options) })
        : redirect(url.href);
    },
    end: async (exchange) => {
      const gone = await endSession(exchange, options);
      return jsonReply(200, { location: signedOutPath }, { 'set-cookie': gone });
    },
  };
}

/** Ends AM's session; what removes its cookie. */
async function endSession(
  { request, correlationId, deadline }: HttpExchange,
  { cookieName, cookieDomain, signOut }: AmSignInOptions,
): Promise<string[]> {
  const name = await cookieName(deadline);
  const { credential } = callerOf(request, name);
  if (credential?.kind === 'session') await signOut(credential.token, { correlationId, deadline });
  const gone = [stringifySetCookie(name, '', { path: '/', maxAge: 0 })];
  if (cookieDomain !== undefined)
    gone.push(stringifySetCookie(name, '', { path: '/', maxAge: 0, domain: cookieDomain }));
  return gone;
}
