import { stringifySetCookie } from 'cookie';
import type { MaybePromise } from '../domain/maybe-promise.ts';
import type { SessionToken } from '../am/session/session-token.ts';
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
  readonly cookieName: () => MaybePromise<string>;
  /** The domain that AM sets its cookie for; undefined for AM's own host. */
  readonly cookieDomain: string | undefined;
  /** Ends a session at AM. @throws Failure where AM cannot be asked */
  readonly signOut: (token: SessionToken, correlationId: string) => Promise<void>;
}

/**
 * Signs people in by AM's own page and session, whose cookie browsers send to the gateway, too, where both are on one
 * host or AM sets it for a domain of both.
 */
export function amSignIn(options: AmSignInOptions): SignInWay {
  const { signInUrl, cookieName, cookieDomain, signOut } = options;
  return {
    start: ({ request }, { realm, returnTo, fresh }) => {
      const origin = publicOrigin(request, { publicUrl: options.publicUrl, amUrl: signInUrl });
      const url = new URL(signInUrl);
      url.searchParams.set('realm', realm.path);
      url.searchParams.set('goto', `${origin}${returnTo}`);
      if (fresh) url.searchParams.set('ForceAuth', 'true');
      return redirect(url.href);
    },
    end: async ({ request, correlationId }) => {
      const name = await cookieName();
      const { credential } = callerOf(request, name);
      if (credential?.kind === 'session') await signOut(credential.token, correlationId);
      const gone = [stringifySetCookie(name, '', { path: '/', maxAge: 0 })];
      if (cookieDomain !== undefined)
        gone.push(stringifySetCookie(name, '', { path: '/', maxAge: 0, domain: cookieDomain }));
      return jsonReply(200, { location: signedOutPath }, { 'set-cookie': gone });
    },
  };
}
