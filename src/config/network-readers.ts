import { isIP } from 'node:net';
import { InvalidValue } from './problem.ts';
import { wholeNumber } from './readers.ts';
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

/** A port to listen on, or `off`. */
export const portOrOff: Reader<number | 'off'> = (value) =>
  value === 'off' ? value : wholeNumber(0, 65_535)(value);
