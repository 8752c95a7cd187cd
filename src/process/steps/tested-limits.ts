import type { DocumentLimits } from '../../documents/document-limits.ts';
import type { ConnectionLimits } from '../../server/http-server.ts';

/** Limits that only tests change. Each is a constant beside what it limits. */
export interface TestedLimits {
  readonly connections?: Partial<ConnectionLimits>;
  /** How long a connection to AM can take to open. */
  readonly connectTimeoutMs?: number;
  readonly documents?: DocumentLimits;
  /** Whether a busy process refuses requests. Default: true. */
  readonly shedsLoad?: boolean;
}
