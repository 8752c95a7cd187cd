import type { Realm } from '../domain/realm.ts';
import type { Tally } from '../domain/tally.ts';
import type { Turn } from '../domain/turn.ts';
import type { Deadline } from './deadline.ts';
import type { OneAtATime } from './devices/one-at-a-time.ts';
import type { AmHttp } from './http/am-http.ts';
import type { Paths } from './paths.ts';
import type { PeopleRules } from './people/people-answers.ts';
import type { CookieName } from './session/cookie-name.ts';
import type { CredentialSource } from './session/credential.ts';
import type { SessionVerdicts } from './session/session-verdicts.ts';

/** What lives as long as the process; an `Am` is one request's view of it. */
export interface AmParts extends PeopleRules {
  readonly http: AmHttp;
  readonly paths: Paths;
  /** The attributes of people to ask for. */
  readonly userFields: readonly string[];
  readonly cookieName: CookieName;
  readonly verdicts: SessionVerdicts;
  /** Serialises changes of one person's devices of one kind, in every process on the same ledger. */
  readonly changes: OneAtATime;
  /** The realm under whose path sessions are checked; AM answers with each session's own (U37). */
  readonly defaultRealm: Realm;
}

/** On whose behalf calls are made. */
export interface Acting {
  readonly credentials: CredentialSource;
  readonly correlationId: string;
  /** Aborted when the client is gone. */
  readonly client: AbortSignal | undefined;
  /** By when the request ends. */
  readonly deadline: Deadline;
  /** The caller who shares identical reads in flight; null for reads that nobody joins. */
  readonly sharedBy: string | null;
  /** What the request waits for is counted here; undefined for calls of the gateway itself. */
  readonly tally?: Tally | undefined;
  /** Whose turn the writes are part of; undefined outside of one. */
  readonly turn?: Turn;
}
