import { Tally } from '../domain/tally.ts';
import type { Document, Operation } from '../documents/document.ts';
import type { RequestContext } from '../graph/request/context.ts';

/** What becomes known of a request on its way, for its line in the log. */
export class RequestNotes {
  /** The address of the client, which a connection that has ended does not tell any more. */
  readonly client: string;
  /** By `performance.now()`. */
  readonly startedAt = performance.now();
  readonly tally = new Tally();
  /** Whether it is for the pages for people. */
  isForPages = false;
  document: Document | undefined;
  /** Whether the deployment knows the document, so that its names are not the client's own words. */
  isTrusted = false;
  operation: Operation | undefined;
  context: RequestContext | undefined;
  /** Whether it was refused because of load: that is told once a second, and is no failure of each such request. */
  isShed = false;
  /** `extensions.code` of the errors of the answer. */
  codes: readonly string[] = [];

  constructor(client: string) {
    this.client = client;
  }
}
