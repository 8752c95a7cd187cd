import { isLoopback } from './network-readers.ts';

/** What the options of a section depend on in others. Problems are added to `problems`. */
export interface SectionContext {
  readonly production: boolean;
  /** Whether a service credential is configured. */
  readonly hasService: boolean;
  readonly problems: string[];
}

/** The problem of an option that needs the service credential to read something. */
export function needsService(option: string, read: string): string {
  return `${option}: the service credential reads ${read}; set AM_SERVICE_USERNAME or AM_SERVICE_ACCOUNT_ID`;
}

/** Returns a problem for each name that is given twice. */
export function repeatedNames(
  option: string,
  items: readonly { readonly name: string }[],
): string[] {
  const names = items.map(({ name }) => name);
  const repeated = new Set(names.filter((name, index) => names.indexOf(name) < index));
  return [...repeated].map((name) => `${option}: "${name}" is given twice`);
}

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
