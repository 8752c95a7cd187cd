import { stringifySetCookie } from 'cookie';
import type { MaybePromise } from '../domain/values/maybe-promise.ts';
import type { Deadline, OpenAm } from '../am/index.ts';
import type { HttpExchange } from '../server/graphql-endpoint.ts';
import { callerOf } from '../server/caller-of.ts';
import { jsonReply } from '../server/http/reply.ts';
import { publicOrigin, redirect, signedOutPath, type SignInMethod } from './sign-in.ts';

/** The settings of a sign-in by AM's own session. */
interface AmSignInOptions {
  readonly publicUrl: string | undefined;
  /** AM's sign-in page, as browsers use it. */
  readonly signInUrl: URL;
  readonly cookieName: (deadline: Deadline) => MaybePromise<string>;
  /** The domain that AM sets its cookie for; undefined for AM's own host. */
  readonly cookieDomain: string | undefined;
  /**
   * Whether AM can require a new sign-in of a person with a session. OpenAM fails instead (contract
   * §8), so the gateway ends that session first.
   */
  readonly canForceSignIn: boolean;
  /** Ends a session at AM. @throws Failure if AM does not answer */
  readonly signOut: OpenAm['signOut'];
}

/**
 * Signs people in by AM's own page and session. Browsers send AM's cookie to the gateway as well if
 * both have one host, or if AM sets it for a common domain.
 */
export function amSignIn(options: AmSignInOptions): SignInMethod {
  const { publicUrl, signInUrl, canForceSignIn } = options;
  return {
    start: async (exchange, { realm, returnTo, fresh }) => {
      const { request } = exchange;
      const origin = publicOrigin(request, { publicUrl, amUrl: signInUrl });
      const url = new URL(signInUrl);
      url.searchParams.set('realm', realm.path);
      url.searchParams.set('goto', `${origin}${returnTo}`);
      if (fresh && canForceSignIn) url.searchParams.set('ForceAuth', 'true');
      // A link from another site must not sign the person out.
      const isOwnPage = request.headers['sec-fetch-site'] === 'same-origin';
      if (!fresh || canForceSignIn || !isOwnPage) return redirect(url.href);
      return redirect(url.href, { 'set-cookie': await endSession(exchange, options) });
    },
    end: async (exchange) => {
      const cookies = await endSession(exchange, options);
      return jsonReply(200, { location: signedOutPath }, { 'set-cookie': cookies });
    },
  };
}

/** Ends AM's session. Returns the `Set-Cookie` values that remove its cookie. */
async function endSession(
  { request, correlationId, deadline }: HttpExchange,
  { cookieName, cookieDomain, signOut }: AmSignInOptions,
): Promise<string[]> {
  const name = await cookieName(deadline);
  const { credential } = callerOf(request, name);
  if (credential?.kind === 'session') await signOut(credential.token, { correlationId, deadline });
  const removal = { path: '/', maxAge: 0 };
  const domains = cookieDomain === undefined ? [] : [{ ...removal, domain: cookieDomain }];
  return [removal, ...domains].map((options) => stringifySetCookie(name, '', options));
}
