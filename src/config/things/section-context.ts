import type { Rule } from '../values/option.ts';
import { isLoopback } from './network-readers.ts';

/** What the options of a section depend on in others. Problems are added to `problems`. */
export interface SectionContext {
  readonly production: boolean;
  readonly problems: string[];
}

/** The service credential. */
export const serviceGiven = 'AM_SERVICE_USERNAME|AM_SERVICE_ACCOUNT_ID';

/** Returns the rule of an option for which the service credential does something. */
export function service(what: string): Rule {
  return `${serviceGiven}: to ${what}`;
}

/** What accepts access tokens, of clients or of the pages. */
export const tokens = 'OIDC_ISSUER|SIGN_IN=oauth';

/** A realm in an option must be served. */
export const servedRealms = { list: 'AM_REALMS', key: 'realm' } as const;

/** A system that the gateway sends messages to. */
interface Receiver {
  readonly name: string;
  readonly url: URL;
}

/** Returns a problem for each receiver by plain http, which production permits only locally. */
export function plainReceivers(
  option: string,
  receivers: readonly Receiver[],
  { production, allowsPrivate }: { readonly production: boolean; readonly allowsPrivate: boolean },
): string[] {
  return receivers
    .filter(({ url: { protocol, hostname } }) => {
      return production && protocol === 'http:' && !(allowsPrivate && isLoopback(hostname));
    })
    .map(
      ({ name }) =>
        `${option}: plain http of "${name}" is refused with NODE_ENV=production; names of people would travel in the clear`,
    );
}
