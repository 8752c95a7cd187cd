import { isIP } from 'node:net';
import type { Reader } from './option.ts';
import { InvalidValue } from './problem.ts';
import { wholeNumber } from './readers.ts';

/** Headers that the gateway sends to AM, or that have a meaning in HTTP. */
const reservedHeaders = new Set([
  'accept',
  'accept-api-version',
  'authorization',
  'connection',
  'content-length',
  'content-type',
  'cookie',
  'host',
  'if-match',
  'if-none-match',
  'origin',
  'transfer-encoding',
  'x-forgerock-transactionid',
  'x-http-method-override',
  'x-requested-with',
]);

/** The name of AM's session cookie, which is also sent as a header. */
export const cookieName: Reader<string> = (value) => {
  if (/^[A-Za-z0-9_.-]{1,128}$/.test(value) && !reservedHeaders.has(value.toLowerCase()))
    return value;
  throw new InvalidValue('expected the name of a session cookie like iPlanetDirectoryPro');
};

/** An absolute http or https URL without credentials, query, fragment or trailing slash. */
export const baseUrl: Reader<URL> = (value) => {
  if (!URL.canParse(value)) {
    throw new InvalidValue(
      `expected an absolute URL like https://am.example.com/am, got "${value}"`,
    );
  }
  const url = new URL(value);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new InvalidValue(`expected http or https, got "${url.protocol}"`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new InvalidValue('a URL with a user name or password in it is not accepted');
  }
  if (url.search !== '' || url.hash !== '') {
    throw new InvalidValue('a URL with a query or a fragment is not accepted');
  }
  url.pathname = url.pathname.replace(/\/+$/, '');
  return url;
};

/** A web origin, exactly as browsers send it. */
export const origin: Reader<string> = (value) => {
  if (value === '*') {
    throw new InvalidValue(
      '"*" would let every web site call with the session of its visitor; list the origins',
    );
  }
  if (!URL.canParse(value) || new URL(value).origin !== value || value.includes('*')) {
    throw new InvalidValue(`expected an origin like https://portal.example.com, got "${value}"`);
  }
  return value;
};

/** An address, or a range of addresses as `10.0.0.0/8`. */
export const addressRange: Reader<string> = (value) => {
  const [address = '', bits, ...more] = value.split('/');
  const family = isIP(address);
  const most = family === 6 ? 128 : 32;
  const isLength = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most);
  if (family !== 0 && isLength && more.length === 0) return value;
  throw new InvalidValue(`expected addresses like 10.0.0.0/8 or 2001:db8::1, got "${value}"`);
};

/** AM's base URL with its deploy path. Rejects longer paths, for example of the console. */
export const amUrl: Reader<URL> = (value) => {
  const url = baseUrl(value);
  const [, below] = /\/(json|oauth2|XUI|UI|ui-admin|console)(?:\/|$)/.exec(url.pathname) ?? [];
  if (below === undefined) return url;
  throw new InvalidValue(
    `expected AM's deploy path alone, like https://am.example.com/am; /${below} is a place below it`,
  );
};

/** A port to listen on, or `off`. */
export const portOrOff: Reader<number | 'off'> = (value) =>
  value === 'off' ? value : wholeNumber(0, 65_535)(value);

/**
 * Names and percent-encoded values, comma-separated, as OpenTelemetry writes headers and
 * attributes: `x-key=secret`. Never quoted in a problem.
 */
export const encodedPairs: Reader<Readonly<Record<string, string>>> = (value) =>
  Object.fromEntries(
    value.split(',').map((pair) => {
      const [, name, content] = /^\s*([A-Za-z0-9_.-]+)=(.+?)\s*$/.exec(pair) ?? [];
      const problem = 'expected name=value, comma-separated and percent-encoded';
      if (name === undefined || content === undefined) throw new InvalidValue(problem);
      try {
        return [name, decodeURIComponent(content)];
      } catch (error) {
        throw new InvalidValue(problem, { cause: error });
      }
    }),
  );

/** A contact as `label <address>`, or only an address. Other schemes could run a script. */
export const contact: Reader<{ readonly label: string; readonly href: string }> = (value) => {
  const [, name = '', address = value] = /^(.*?)\s*<([^<>]+)>$/.exec(value) ?? [];
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isContact = url !== undefined && ['mailto:', 'tel:', 'https:'].includes(url.protocol);
  if (!isContact || hasCredentials(url)) {
    throw new InvalidValue(
      `expected a contact like IT help desk <tel:+49301234567>, got "${value}"`,
    );
  }
  return { label: name === '' ? address.replace(/^(?:mailto|tel):/, '') : name, href: url.href };
};

/** An absolute http or https address for a link. */
export const link: Reader<string> = (value) => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || hasCredentials(url)) {
    throw new InvalidValue(`expected an address like https://am.example.com/enrol, got "${value}"`);
  }
  return url.href;
};

function hasCredentials({ username, password }: URL): boolean {
  return username + password !== '';
}

/** A realm and its issuer, exactly as in the discovery document. */
export const realmIssuer: Reader<{ readonly realm: string; readonly issuer: string }> = (value) => {
  const [, realm = '', issuer = ''] = /^([A-Za-z0-9_-]+)=(.+)$/.exec(value) ?? [];
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && !hasCredentials(url)) {
    return { realm, issuer };
  }
  throw new InvalidValue(
    `expected alpha=https://am.example.com/am/oauth2/realms/root/realms/alpha, got "${value}"`,
  );
};

/** Whether the host of a URL is this machine. Does not resolve names. */
export function isLoopback(hostname: string): boolean {
  return ['localhost', '[::1]', '::1'].includes(hostname) || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
