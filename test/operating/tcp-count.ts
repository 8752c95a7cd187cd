import { readFileSync } from 'node:fs';

const established = '01';
const listening = '0A';

/**
 * Returns the number of connections at a local port according to the kernel: open ones, and
 * recently closed ones.
 */
export function connectionsAt(port: number): { readonly open: number; readonly all: number } {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const states = readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local = '', , state]) => local.endsWith(`:${hex}`) && state !== listening)
    .map(([, , , state]) => state);
  return { open: states.filter((state) => state === established).length, all: states.length };
}
