import { isLoopback } from './network-readers.ts';
import { fileText } from '../values/files.ts';
import { InvalidValue, isPossible } from '../values/problem.ts';
import type { Reader } from '../values/reader.ts';
import { oneOf } from '../values/readers.ts';

/** The URL of a PostgreSQL database. It may contain a password, so problems do not quote it. */
export const postgresUrl: Reader<URL> = (value) => {
  if (!/^postgres(?:ql)?:\/\//.test(value))
    throw new InvalidValue('expected a URL like postgres://user:password@host/name');
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || hasRawCharacters(url)) {
    throw new InvalidValue(
      'percent-encode special characters of the user and the password: %40 is an at sign, %23 is #, %2F is /, %3F is ?, %25 is %',
    );
  }
  const { hostname, pathname, searchParams } = url;
  const parameters = [...searchParams.keys()];
  // The driver takes the last one, and other readers the first one.
  const twice = parameters.find((name, index) => parameters.indexOf(name) !== index);
  if (twice !== undefined)
    throw new InvalidValue(`the parameter ${twice} is given twice`, { isQuoting: true });
  if (hostname + (searchParams.get('host') ?? '') === '') {
    throw new InvalidValue('the URL names no host; a socket is ?host=/run/postgresql');
  }
  if (pathname.length < 2) throw new InvalidValue('the URL names no database, as in //host/name');
  const mode = searchParams.get('sslmode');
  if (mode !== null) readParameter('sslmode', mode, oneOf(sslModes));
  // The driver reads these files for each connection; a missing one would look like an outage.
  for (const name of ['sslrootcert', 'sslcert', 'sslkey']) {
    const path = searchParams.get(name) ?? '';
    if (path !== '') readParameter(name, path, fileText);
  }
  return url;
};

const sslModes = ['disable', 'no-verify', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;

function readParameter(name: string, value: string, read: Reader<unknown>): void {
  try {
    read(value);
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    throw new InvalidValue(`${name}: ${error.message}`, { cause: error, isQuoting: true });
  }
}

/** Whether a part of the password looks like another part of the URL, or cannot be decoded. */
function hasRawCharacters({ username, password, pathname, search, hash }: URL): boolean {
  const isDecodable = isPossible(() => decodeURIComponent(username + password));
  return `${pathname}${search}${hash}`.includes('@') || hash !== '' || !isDecodable;
}

/** Whether records stay on this machine (loopback or a socket), or TLS protects them. */
export function isPrivate({ hostname, searchParams }: URL): boolean {
  const host = searchParams.get('host') ?? hostname;
  if (host === '' || host.startsWith('/') || isLoopback(host)) return true;
  // By the rules of libpq, `require` accepts any certificate and `verify-ca` any host.
  const isLibpq = (searchParams.get('uselibpqcompat') ?? 'false') !== 'false';
  const modes = isLibpq ? ['verify-full'] : ['require', 'verify-ca', 'verify-full'];
  return modes.includes(searchParams.get('sslmode') ?? '');
}
