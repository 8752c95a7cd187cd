import { hostname } from 'node:os';
import type { AuditLine } from '../../domain/outbox/audit-log.ts';

/** The facility "log audit", and the severities "notice" and "informational" (RFC 5424 §6.2.1). */
const facility = 13;
const severity = { notice: 5, informational: 6 } as const;

/** A text in UTF-8 starts with this mark (RFC 5424 §6.4). */
const byteOrderMark = '\u{feff}';

/** The longest HOSTNAME (RFC 5424 §6). */
const longestHost = 255;

export interface SyslogOrigin {
  /** Default: this machine's name. */
  readonly host?: string;
  /** The version of the gateway. */
  readonly version: string;
}

/** Creates the function that turns a line into a message of RFC 5424. */
export function syslogMessages({ host = hostname(), version }: SyslogOrigin) {
  const source = /^[!-~]+$/.test(host) ? host.slice(0, longestHost) : '-';
  const origin = `[origin software="identity-gateway" swVersion="${escaped(version)}"]`;
  return ({ json, at, isNotable }: AuditLine): string => {
    const priority = facility * 8 + (isNotable ? severity.notice : severity.informational);
    const time = new Date(at).toISOString();
    const header = `<${priority}>1 ${time} ${source} identity-gateway ${process.pid} ledger`;
    return `${header} ${origin} ${byteOrderMark}${json}`;
  };
}

/** Escapes a value of structured data (RFC 5424 §6.3.3). */
function escaped(value: string): string {
  return value.replaceAll(/["\\\]]/g, '\\$&');
}

/** Frames messages by octet counting (RFC 5425 §4.3, RFC 6587 §3.4.1). */
export function framed(messages: readonly string[]): Buffer {
  return Buffer.concat(
    messages.flatMap((message) => {
      const octets = Buffer.from(message);
      return [Buffer.from(`${octets.length} `), octets];
    }),
  );
}
