import type { CallersConfig } from './sections/callers.ts';
import { isLoopback } from './things/network-readers.ts';
import type { Environment } from './source/given.ts';

/** What holds the URLs that the gateway calls. */
interface Called {
  readonly am: { readonly url: URL };
  readonly callers: Pick<CallersConfig, 'oidc'>;
  readonly oauth: { readonly issuers: ReadonlyMap<string, string> } | undefined;
}

/** Returns a problem for each URL that the environment wants called through a proxy. */
export function proxyProblems(
  { am, callers: { oidc }, oauth }: Called,
  environment: Environment,
): string[] {
  const issuers = [...(oauth?.issuers.values() ?? [])].map((issuer) => new URL(issuer));
  const urls = [
    ['AM_URL', am.url],
    ['OIDC_JWKS_URL', oidc?.jwksUrl],
    ['OIDC_INTROSPECTION_URL', oidc?.introspection?.url],
    ...issuers.map((url) => ['PAGES_ISSUERS', url] as const),
  ] as const;
  return urls.flatMap(([name, url]) => {
    if (url === undefined || isLoopback(url.hostname) || isDirect(url, environment)) return [];
    const variable = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
    if (valueOf(variable, environment) === '') return [];
    return [
      `${variable}: the gateway calls ${name} directly, and supports no proxy; unset it, or add ${url.hostname} to NO_PROXY`,
    ];
  });
}

/** Whether `NO_PROXY` lists a host, or a domain that it is in. */
function isDirect({ hostname, host }: URL, environment: Environment): boolean {
  return valueOf('NO_PROXY', environment)
    .split(/[\s,]+/)
    .map((entry) => entry.replace(/^\*?\./, ''))
    .some((entry) => entry === '*' || entry === host || `.${hostname}`.endsWith(`.${entry}`));
}

/** Variables of proxies are in capital or in small letters. */
function valueOf(name: string, environment: Environment): string {
  return (environment[name] ?? environment[name.toLowerCase()] ?? '').trim();
}
