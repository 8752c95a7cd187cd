import { isNativeError } from 'node:util/types';
import { errorCodeOf } from '../../domain/values/failure.ts';

/** Where the lines of the audit log go. */
export interface AuditSink {
  /**
   * Resolves when all lines have arrived. @throws if some may not have; the lines are then written
   * again.
   */
  write(lines: readonly string[]): Promise<void>;
  /** Called regularly while there are no lines. */
  rest?(): Promise<void>;
  close(): Promise<void>;
}

/** A problem of a sink. The code is shown to operators, and contains no personal data. */
export class SinkProblem extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** The code of an error; texts of errors may quote paths and addresses. */
export function sinkProblemOf(error: unknown): string {
  return errorCodeOf(error) ?? (isNativeError(error) ? error.name : 'UNKNOWN');
}
