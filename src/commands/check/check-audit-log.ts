import { dirname } from 'node:path';
import type { Config } from '../../config/load-config.ts';
import { tryFile } from '../../notices/audit/file-sink.ts';
import { SinkProblem } from '../../notices/audit/audit-sink.ts';
import { trySyslog } from '../../notices/audit/syslog-sink.ts';
import { Finding, reach, type Check } from '../line/finding.ts';

/** Whether records can be written to the audit log. Nothing is written. */
export function auditChecks(target: Config['auditLog']): Check[] {
  if (target === undefined) return [];
  switch (target.kind) {
    case 'stdout':
      return [];
    case 'file':
      return [['audit log', () => checkFile(target.path)]];
    case 'syslog': {
      const { host, port } = target;
      const url = new URL(`tcp://${host.includes(':') ? `[${host}]` : host}:${port}`);
      const server = { option: 'AUDIT_LOG', caOption: 'ca of AUDIT_LOG', url };
      const check = async (): Promise<string> => {
        await reach(server, () => trySyslog(target));
        return 'the server accepts a connection';
      };
      return [['audit log', check]];
    }
    default:
      return target satisfies never;
  }
}

async function checkFile(path: string): Promise<string> {
  try {
    await tryFile(path);
    return `${path} can be written`;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const what =
      error instanceof SinkProblem ? `${path} is no file` : `this process cannot write to ${path}`;
    throw new Finding(`AUDIT_LOG: ${what} (${code}); it needs the folder ${dirname(path)}`);
  }
}
