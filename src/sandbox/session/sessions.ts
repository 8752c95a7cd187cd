import { randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { universalIdOf } from '../people/distinguished-names.ts';
import type { Person } from '../people/person.ts';
import type { Personality } from '../personality.ts';
import { trimAsJava } from '../people/spelling.ts';
import type { SecondFactor } from './second-factors.ts';

/** One AM session (contract §6). */
export interface Session {
  readonly token: string;
  readonly handle: string;
  readonly contextId: string;
  readonly realm: string;
  /** The user name of the session. OpenAM keeps the spelling of the sign-in (seen on 16.0.5). */
  readonly userId: string;
  /** The user's real id, which AM does not disclose. */
  readonly personId: string;
  readonly universalId: string;
  readonly isSuperUser: boolean;
  readonly startedAt: number;
  lastAccessAt: number;
  /** The kinds of device used in the sign-in, for the gating of contract §3.3. */
  readonly secondFactors: ReadonlySet<SecondFactor>;
  /** The service or tree of the sign-in. OAuth 2 compares it with `acr_values`. */
  readonly service: Service;
  /** Properties that OpenAM's `setProperty` has set. */
  readonly properties: Map<string, string>;
}

/** Idle and maximum time, in minutes (contract §6.2). */
export interface SessionLimits {
  readonly idleTimeoutMinutes: number;
  readonly maxTimeMinutes: number;
}

/** The services of every realm: name and password, without and with a code (contract §8, §18.3). */
export const services = ['ldapService', 'twofactor'] as const;

export type Service = (typeof services)[number];

/** The user of a new session. */
export interface NewSession {
  readonly person: Person;
  /** The name as the user typed it. */
  readonly typed: string;
  readonly realm: string;
  readonly isSuperUser: boolean;
  readonly secondFactors: ReadonlySet<SecondFactor>;
  readonly service: Service;
}

/** Sessions in memory. They expire by the sandbox's clock. */
export class Sessions {
  readonly #personality: Personality;
  readonly #clock: Clock;
  readonly #limits: SessionLimits;
  readonly #byToken = new Map<string, Session>();
  /** Called with each session that is ended. */
  onEnd: (session: Session) => void = () => undefined;

  constructor(personality: Personality, clock: Clock, limits: SessionLimits) {
    this.#personality = personality;
    this.#clock = clock;
    this.#limits = limits;
  }

  start(wanted: NewSession): Session {
    const now = this.#clock.now();
    const { person, realm } = wanted;
    const isEchoed = this.#personality.isOpenSource && !wanted.isSuperUser;
    const userId = isEchoed ? trimAsJava(wanted.typed) : person.id;
    const session: Session = {
      token: `AQIC5wM2LY4Sfc${randomBytes(30).toString('base64url')}.*AAJTSQACMDE.*`,
      handle: `shandle:${randomBytes(24).toString('base64url')}`,
      contextId: `${randomUUID()}-1`,
      realm,
      userId,
      personId: person.id,
      universalId: universalIdOf(this.#personality, realm, userId),
      isSuperUser: wanted.isSuperUser,
      startedAt: now,
      lastAccessAt: now,
      secondFactors: wanted.secondFactors,
      service: wanted.service,
      properties: new Map(),
    };
    this.#byToken.set(session.token, session);
    return session;
  }

  find(token: string): Session | undefined {
    const session = this.#byToken.get(token);
    if (session === undefined) return undefined;
    if (this.#isOver(session)) {
      this.#byToken.delete(token);
      return undefined;
    }
    return session;
  }

  /** Counts as activity and resets the idle time. */
  touch(session: Session): void {
    session.lastAccessAt = this.#clock.now();
  }

  end(token: string): void {
    const session = this.find(token);
    this.#byToken.delete(token);
    if (session !== undefined) this.onEnd(session);
  }

  /**
   * Returns the sessions of a realm, oldest first, including expired sessions that were not removed
   * yet (seen on 16.0.5).
   */
  inRealm(realm: string): readonly Session[] {
    return [...this.#byToken.values()].filter((session) => session.realm === realm);
  }

  /**
   * Ends a session by its handle. An unknown session counts as ended; an expired session stays
   * listed (seen on 16.0.5).
   */
  endByHandle(handle: string): boolean {
    const session = [...this.#byToken.values()].find((one) => one.handle === handle);
    if (session !== undefined && !this.#isOver(session)) this.end(session.token);
    return handle.startsWith('shandle:');
  }

  #isOver(session: Session): boolean {
    const now = this.#clock.now();
    return now >= this.idleExpiryOf(session) || now >= this.maxExpiryOf(session);
  }

  idleExpiryOf(session: Session): number {
    return session.lastAccessAt + this.#limits.idleTimeoutMinutes * 60_000;
  }

  maxExpiryOf(session: Session): number {
    return session.startedAt + this.#limits.maxTimeMinutes * 60_000;
  }

  clear(): void {
    this.#byToken.clear();
  }
}
