import type { Lock } from '../domain/values/lock.ts';
import { AmCalls, type Acting, type AmParts } from './calls/am-calls.ts';
import { Devices } from './devices/devices.ts';
import { noDeadline } from './foundation/deadline.ts';
import { readAnswer } from './http/errors.ts';
import { readVersion } from './json/session.ts';
import { People } from './people/people.ts';
import { PeopleLists } from './people/people-lists.ts';
import { Sessions } from './people/sessions.ts';
import { SignIns } from './people/sign-ins.ts';

/**
 * AM as one request uses it. Every call carries the caller's own session, or the gateway's service
 * credential for callers without a right of their own at AM (design D1).
 */
export class Am {
  readonly #calls: AmCalls;
  readonly sessions: Sessions;
  readonly signIns: SignIns;
  readonly people: People;
  readonly lists: PeopleLists;
  readonly devices: Devices;

  constructor(parts: AmParts, acting: Acting) {
    this.#calls = new AmCalls(parts, acting);
    this.sessions = new Sessions(this.#calls);
    this.signIns = new SignIns(this.#calls);
    this.people = new People(this.#calls);
    this.lists = new PeopleLists(this.#calls);
    this.devices = new Devices(this.#calls);
  }

  /** Shares no further read with other requests; called when the request changes something. */
  readAlone(): void {
    this.#calls.acting = { ...this.#calls.acting, sharedBy: null };
  }

  /** The same view without the client's signal, for work whose outcome must become known. */
  untilDone(): Am {
    return this.#with({ client: undefined });
  }

  /** The same view for reading the outcome of a write, with a little more time. */
  forLastLook(): Am {
    const { deadline } = this.#calls.acting;
    return this.#with({ client: undefined, deadline: deadline.forLastLook() });
  }

  /** The same view for a change: it outlives its client, and writes only while the lock is held. */
  holding(lock: Lock): Am {
    return this.#with({ client: undefined, lock });
  }

  /** The same view for reads that other requests wait for: they do not end with this request. */
  forAll(): Am {
    return this.#with({ client: undefined, deadline: noDeadline });
  }

  /** The version that AM reports to an administrator; null if it does not (contract §7). */
  async version(): Promise<string | null> {
    const { parts, acting } = this.#calls;
    const read = () => this.#calls.get(parts.paths.serverVersion(parts.defaultRealm), '1.0');
    const used = await acting.credentials.get(acting.deadline);
    let answer = await read();
    // AM also answers 403 to a session that has ended; to `getSessionInfo` it answers 401.
    if (answer.status === 403 && used.kind === 'session') {
      await this.sessions.readOwn();
      if ((await acting.credentials.get(acting.deadline)) !== used) answer = await read();
    }
    return answer.status === 403 ? null : readAnswer(answer, readVersion);
  }

  #with(change: Partial<Acting>): Am {
    return new Am(this.#calls.parts, { ...this.#calls.acting, ...change });
  }
}
