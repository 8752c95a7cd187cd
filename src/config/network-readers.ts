import { isIP } from 'node:net';
import { InvalidValue } from './problem.ts';
import { baseUrl, wholeNumber } from './readers.ts';
import type { Reader } from './readers.ts';

/** An address, or a range of addresses as `10.0.0.0/8`. */
export const addressRange: Reader<string> = (value) => {
  const [address = '', bits, ...more] = value.split('/');
  const family = isIP(address);
  const most = family === 6 ? 128 : 32;
  const isLength = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most);
  if (family !== 0 && isLength && more.length === 0) return value;
  throw new InvalidValue(`expected addresses like 10.0.0.0/8 or 2001:db8::1, got "${value}"`);
};

/** AM's base URL with its deploy path; an address below it, as that of the console, is refused. */
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

/** Names and values of headers: `x-key=secret`, comma-separated. Never quoted in a problem. */
export const headerPairs: Reader<Readonly<Record<string, string>>> = (value) =>
  Object.fromEntries(
    value.split(',').map((pair) => {
      const [, name, content] = /^\s*([A-Za-z0-9_-]+)=(.+?)\s*$/.exec(pair) ?? [];
      if (name !== undefined && content !== undefined) return [name, content];
      throw new InvalidValue('expected name=value, comma-separated');
    }),
  );

/** A share from 0 to 1. */
export const share: Reader<number> = (value) => {
  const number = /^\d(?:\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
  if (number >= 0 && number <= 1) return number;
  throw new InvalidValue(`expected a number from 0 to 1, got "${value}"`);
};
