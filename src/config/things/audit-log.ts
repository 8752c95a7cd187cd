import { isAbsolute } from 'node:path';
import { InvalidValue } from '../values/problem.ts';
import { whole } from '../values/reader.ts';

/** Where the audit log goes. */
export type AuditTarget =
  { readonly kind: 'stdout' } | { readonly kind: 'file'; readonly path: string };

/** A target: `stdout`, or `file:/path`. */
export const auditTarget = whole((value): AuditTarget => {
  if (value === 'stdout') return { kind: 'stdout' };
  const path = value.startsWith('file:') ? value.slice('file:'.length) : '';
  if (isAbsolute(path) && !path.startsWith('//') && !path.endsWith('/'))
    return { kind: 'file', path };
  if (value.startsWith('file:'))
    throw new InvalidValue(
      'expected the absolute path of a file, like file:/var/log/changes.jsonl',
      { got: value },
    );
  // Earlier releases could send records to a syslog server.
  if (/^syslog\b/.test(value))
    throw new InvalidValue(
      'syslog is no longer supported; write stdout or a file, and let rsyslog or another collector read it',
    );
  throw new InvalidValue('expected stdout or file:/var/log/changes.jsonl');
});
