import { isAbsolute } from 'node:path';
import type { SectionContext } from '../things/section-context.ts';
import { isLoopback } from '../things/network-readers.ts';
import { fileText } from '../values/files.ts';
import { InvalidValue } from '../values/problem.ts';
import { whole } from '../values/reader.ts';

/** Where the audit log goes. */
export type AuditTarget =
  | { readonly kind: 'stdout' }
  | { readonly kind: 'file'; readonly path: string }
  | {
      readonly kind: 'syslog';
      readonly host: string;
      readonly port: number;
      /** Null for plain TCP. */
      readonly tls: { readonly ca?: string; readonly cert?: string; readonly key?: string } | null;
    };

/** The ports of syslog over TLS (RFC 5425 §4.1) and, by custom, over TCP. */
const defaultPorts = { 'syslog+tls:': 6514, 'syslog+tcp:': 601 } as const;

/** A target: `stdout`, `file:/path`, or the URL of a syslog server. */
export const auditTarget = whole((value): AuditTarget => {
  if (value === 'stdout') return { kind: 'stdout' };
  const path = value.startsWith('file:') ? value.slice('file:'.length) : '';
  if (isAbsolute(path) && !path.startsWith('//') && !path.endsWith('/'))
    return { kind: 'file', path };
  if (value.startsWith('file:'))
    throw new InvalidValue(
      `expected the absolute path of a file, like file:/var/log/changes.jsonl, got "${value}"`,
    );
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url?.protocol === 'syslog+tls:' || url?.protocol === 'syslog+tcp:')
    return syslogTarget(url, url.protocol);
  throw new InvalidValue(
    'expected stdout, file:/var/log/changes.jsonl or syslog+tls://host:6514?ca=/path/ca.pem',
  );
});

function syslogTarget(url: URL, protocol: keyof typeof defaultPorts): AuditTarget {
  const { hostname, port, pathname, hash, username, password, searchParams } = url;
  if (hostname === '' || pathname.length > 1 || hash + username + password !== '')
    throw new InvalidValue(
      'expected only host, port and files, like syslog+tls://host:6514?ca=/path/ca.pem',
    );
  const given = Object.fromEntries(searchParams);
  const { ca, cert, key, ...others } = given;
  const isTls = protocol === 'syslog+tls:';
  const names = Object.keys(isTls ? others : given);
  const known = isTls ? 'the parameters are ca, cert and key' : 'syslog+tcp has none';
  if (names.length > 0) throw new InvalidValue(`unknown parameter ${names.join(', ')}; ${known}`);
  if ((cert === undefined) !== (key === undefined))
    throw new InvalidValue('give cert and key together');
  // The files are read for each connection; a missing one would look like an outage.
  for (const path of Object.values(given)) fileText(path);
  const tls = {
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
  };
  return {
    kind: 'syslog',
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? defaultPorts[protocol] : Number(port),
    tls: isTls ? tls : null,
  };
}

/** Returns what is wrong with the target in this deployment. */
export function auditLogProblems(
  target: AuditTarget | undefined,
  { production }: Pick<SectionContext, 'production'>,
): string[] {
  if (target === undefined) return [];
  const problems: string[] = [];
  const isPlain = target.kind === 'syslog' && target.tls === null && !isLoopback(target.host);
  if (production && isPlain)
    problems.push(
      'AUDIT_LOG: syslog+tcp to another machine is refused with NODE_ENV=production; names of people would travel in the clear',
    );
  return problems;
}
