import { dirname } from 'node:path';
import type { Config } from '../../config/load-config.ts';
import { tryFile } from '../../notices/audit/file-sink.ts';
import { SinkProblem } from '../../notices/audit/audit-sink.ts';
import { Finding, type Check } from '../line/finding.ts';

/** Whether records can be written to the audit log. Nothing is written. */
export function auditChecks(target: Config['auditLog']): Check[] {
  if (target === undefined) return [];
  switch (target.kind) {
    case 'stdout':
      return [];
    case 'file':
      return [['audit log', () => checkFile(target.path)]];
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
