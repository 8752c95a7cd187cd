import { CallTally } from '../am/index.ts';
import type { Document, Operation } from '../documents/document.ts';
import type { RequestContext } from '../graph/request/context.ts';

/** What is learned about a request while it is served, for its log line. */
export class RequestNotes {
  /** The address of the client, read at the start: a closed connection no longer has it. */
  readonly client: string;
  /** By `performance.now()`. */
  readonly startedAt = performance.now();
  readonly tally = new CallTally();
  /** The part of the gateway that answered, if it is neither GraphQL nor a probe. */
  route: 'pages' | 'signals' | 'verifications' | null = null;
  document: Document | undefined;
  /** Whether the document is trusted, so that its names are safe to log. */
  isTrusted = false;
  operation: Operation | undefined;
  context: RequestContext | undefined;
  /** `extensions.code` of the errors in the response. */
  codes: readonly string[] = [];

  constructor(client: string) {
    this.client = client;
  }
}
