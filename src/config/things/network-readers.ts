import { isIP } from 'node:net';
import { InvalidValue, isPossible } from '../values/problem.ts';
import { whole, type Reader } from '../values/reader.ts';
import { text, textLike, wholeNumber } from '../values/readers.ts';
import { realmName } from './realms.ts';
import { thing } from '../values/thing.ts';

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
  const hint = reservedHeaders.has(value.toLowerCase()) ? ', which is a header of HTTP' : '';
  throw new InvalidValue('expected the name of a session cookie like iPlanetDirectoryPro', {
    got: value,
    hint,
  });
};

/** An absolute http or https URL without credentials, query, fragment or trailing slash. */
export const baseUrl: Reader<URL> = (value) => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    // What has no scheme may be a name and a password.
    const about = value.includes('@') ? {} : { got: value };
    throw new InvalidValue('expected a URL like https://host.example.com/path', about);
  }
  if (hasCredentials(url)) {
    throw new InvalidValue('a URL with a user name or password is not accepted; remove them');
  }
  if (url.search !== '' || url.hash !== '') {
    throw new InvalidValue(
      'a URL with a query or a fragment is not accepted; end it before ? or #',
    );
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
  const url = URL.canParse(value) && !value.includes('*') ? new URL(value) : undefined;
  if (url?.origin === value) return value;
  const isMeant = url !== undefined && /^https?:\/\/[\w.-]+(?::\d+)?$/.test(url.origin);
  const hint = isMeant ? `; did you mean ${url.origin}?` : '';
  throw new InvalidValue('expected an origin like https://portal.example.com', {
    got: value,
    hint,
  });
};

/** An address, or a range of addresses as `10.0.0.0/8`. */
export const addressRange: Reader<string> = (value) => {
  const [address = '', bits, ...more] = value.split('/');
  const family = isIP(address);
  const most = family === 6 ? 128 : 32;
  const isLength = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most);
  if (family !== 0 && Number(bits) === 0 && more.length === 0)
    throw new InvalidValue(
      `"${value}" is every address, so clients could claim any; name those of your proxies`,
      { isQuoting: true },
    );
  if (family !== 0 && isLength && more.length === 0) return value;
  throw new InvalidValue('expected addresses like 10.0.0.0/8 or 2001:db8::1', { got: value });
};

/** AM's base URL with its deploy path. Rejects longer paths, for example of the console. */
export const amUrl: Reader<URL> = (value) => {
  const url = baseUrl(value);
  const [, below] = /\/(json|oauth2|XUI|UI|ui-admin|console)(?:\/|$)/.exec(url.pathname) ?? [];
  if (below === undefined) return url;
  throw new InvalidValue(
    `expected AM's deploy path alone, like https://am.example.com/am; /${below} is a place below it`,
    { isQuoting: true },
  );
};

/** A port to listen on, or `off`. */
export const portOrOff: Reader<number | 'off'> = (value) => {
  if (value === 'off') return value;
  if (isPossible(() => port(value))) return port(value);
  throw new InvalidValue('expected off or a port from 0 to 65535', { got: value });
};

const port = wholeNumber(0, 65_535);

/**
 * Names and percent-encoded values, comma-separated, as OpenTelemetry writes headers and
 * attributes: `x-key=secret`. Never quoted in a problem.
 */
export const encodedPairs = whole((value): Readonly<Record<string, string>> =>
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
  ),
);

/** The help contact: mail and pages show the label and the address. */
export interface SupportContact {
  readonly label: string;
  /** The telephone number, mail address or URL; null if the label has it already. */
  readonly address: string | null;
  readonly href: string;
}

/** A contact as `label <address>`, or only an address. Other schemes could run a script. */
export const contact = thing(
  {
    forms: ['{label}<{address}>', '<{address}>', '{address}'],
    parts: {
      address: (value: string): { readonly text: string; readonly href: string } => {
        const url = URL.canParse(value) ? new URL(value) : undefined;
        const isContact = url !== undefined && ['mailto:', 'tel:', 'https:'].includes(url.protocol);
        if (isContact && !hasCredentials(url))
          return { text: readableAddress(url), href: url.href };
        throw new InvalidValue('expected an address like tel:+49301234567', { got: value });
      },
    },
    optional: { label: text },
    expected: 'a contact like IT help desk <tel:+49301234567>',
  },
  ({ address: { text: address, href }, label = address }): SupportContact => ({
    label,
    address: isWrittenIn(label, address) ? null : address,
    href,
  }),
);

/** The number with spaces in place of its separators, the mail address, or the URL. */
function readableAddress({ protocol, pathname, href }: URL): string {
  if (protocol === 'tel:') return pathname.replaceAll(/[-.]/g, ' ');
  return protocol === 'mailto:' ? decodeURI(pathname) : href;
}

/** Whether a label has an address already, however its digits are grouped. */
function isWrittenIn(label: string, address: string): boolean {
  const compact = (given: string): string => given.replaceAll(/[\s().-]/g, '');
  return compact(label).includes(compact(address));
}

/** An absolute http or https address for a link. */
export const link: Reader<string> = (value) => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || hasCredentials(url)) {
    throw new InvalidValue('expected an address like https://am.example.com/enrol', { got: value });
  }
  return url.href;
};

function hasCredentials({ username, password }: URL): boolean {
  return username + password !== '';
}

/** The issuer of a realm, exactly as in the discovery document. */
const issuer: Reader<string> = (value) => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && !hasCredentials(url)) return value;
  throw new InvalidValue('expected an issuer like https://am.example.com/oauth2', { got: value });
};

/** A realm and an issuer: of the pages' sign-in, or of its people in signals. */
export const realmIssuer = thing({
  forms: ['{realm}={issuer}'],
  parts: { realm: realmName, issuer },
  expected: 'alpha=https://am.example.com/am/oauth2/realms/root/realms/alpha',
});

/** The name of a webhook or stream. */
export const receiverName = textLike(/^[a-z0-9-]{1,32}$/, 'a name like siem');

/** An address of a vendor that verifies identities: https, or http on this machine. */
export const vendorUrl: Reader<URL> = (value) => {
  const url = receiverUrl(value);
  if (url.protocol === 'https:' || isLoopback(url.hostname)) return url;
  throw new InvalidValue('expected an https address; names would travel in the clear', {
    got: value,
  });
};

/** The address of a webhook or stream. It may contain a secret, so problems do not quote it. */
export const receiverUrl: Reader<URL> = (value) => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const isGood = url !== undefined && /^https?:$/.test(url.protocol) && url.hash === '';
  if (isGood && !hasCredentials(url) && !/\s/.test(value)) return url;
  throw new InvalidValue('expected an http or https address without credentials and fragment');
};

/** Whether the host of a URL is this machine. Does not resolve names. */
export function isLoopback(hostname: string): boolean {
  return ['localhost', '[::1]', '::1'].includes(hostname) || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
