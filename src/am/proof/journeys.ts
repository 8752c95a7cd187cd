import type { PersonRef } from '../../domain/person.ts';
import type { ProofMethod } from '../../domain/proof.ts';
import type { Rotating } from '../foundation/rotating.ts';
import { encodeSegment, type Paths } from '../foundation/paths.ts';
import type { AmHttp } from '../http/am-http.ts';
import { gatewayContext, type Answer, type RequestScope } from '../http/call.ts';
import { readAnswer } from '../http/errors.ts';
import { pageAnswer, readJourneyStep } from '../json/journey.ts';
import type { JourneyPage, JourneyStep } from '../json/journey.ts';
import { SessionToken } from '../session/session-token.ts';
import { journeyRefusal, noSuchJourney, unusable } from './journey-failures.ts';
import { openPage, sealPage } from './page-seal.ts';

/** The journeys by which people prove their identity, and the secret that opens them. */
export interface JourneySettings {
  readonly journeys: Readonly<Partial<Record<ProofMethod, string>>>;
  readonly secret: Rotating<string>;
}

interface JourneyParts extends JourneySettings {
  readonly http: AmHttp;
  readonly paths: Paths;
  /** A monotonic clock. */
  readonly elapsed: () => number;
  /** Ends a session that AM created although none was requested. */
  readonly signOut: (token: SessionToken, request: RequestScope) => Promise<void>;
  readonly warn: (message: string) => void;
}

/** A push that waits: the number to read aloud, and the encrypted journey. */
export interface WaitingPush {
  readonly kind: 'waiting';
  readonly challenge: string | null;
  readonly sealed: string;
}

export type PushStep = WaitingPush | { readonly kind: 'proven' | 'not approved' | 'expired' };

/** The headers that the journey's script reads. They are sent with every step. */
export const proofHeaders = { secret: 'x-proof-secret', user: 'x-proof-user' } as const;

/** How many pages without a question a journey may show. */
const mostSilentPages = 3;

/** How long a closed door counts as closed, in milliseconds. */
const doorMs = 60 * 60_000;

/**
 * Runs AM's journeys for people who prove their identity (contract §18.4). AM also reports success
 * for a person without a device, without a question (U43). So success counts only after the
 * gateway has seen the question. The journey must refuse everyone but the gateway (U44): before the
 * first proof, and then hourly, the gateway tries it without the secret.
 */
export class Journeys {
  readonly #parts: JourneyParts;
  readonly #closed = new Map<string, number>();

  constructor(parts: JourneyParts) {
    this.#parts = parts;
  }

  /** The methods for which a journey is configured. */
  get methods(): readonly ProofMethod[] {
    const { journeys } = this.#parts;
    return (['PUSH', 'CODE'] as const).filter((method) => journeys[method] !== undefined);
  }

  /**
   * Sends a push to a person.
   * @throws Failure if no push was sent, or if that is unknown
   */
  async startPush(who: PersonRef, request: RequestScope): Promise<WaitingPush> {
    const page = await this.#question(who, 'PUSH', request);
    return this.#waiting(page);
  }

  /** Looks whether a push was approved. AM answers each page once, so the caller holds a lock. */
  async checkPush(who: PersonRef, sealed: string, request: RequestScope): Promise<PushStep> {
    const page = await openPage(sealed, this.#parts.secret.current);
    if (page === null) return { kind: 'expired' };
    const answer = await this.#post(who, 'PUSH', { request, body: pageAnswer(page) });
    if (answer.status === 401) return { kind: 'not approved' };
    const step = readAnswer(answer, readJourneyStep);
    if (step.kind === 'success') return this.#proven(step, request);
    return step.page.question === 'push' ? this.#waiting(step.page) : { kind: 'not approved' };
  }

  /**
   * Lets AM check a one-time code. The code exists only in this call.
   * @param onAsked called before the code is sent
   * @throws Failure if AM did not say whether the code is right
   */
  async checkCode(
    who: PersonRef,
    {
      code,
      request,
      onAsked,
    }: {
      readonly code: string;
      readonly request: RequestScope;
      readonly onAsked: () => void;
    },
  ): Promise<'proven' | 'wrong code'> {
    const page = await this.#question(who, 'CODE', request);
    onAsked();
    const answer = await this.#post(who, 'CODE', { request, body: pageAnswer(page, code) });
    if (answer.status === 401) return 'wrong code';
    const step = readAnswer(answer, readJourneyStep);
    // A wrong code brings the same page again; any other page is no success either (U43).
    if (step.kind === 'page') return 'wrong code';
    await this.#proven(step, request);
    return 'proven';
  }

  /**
   * Tries whether a journey refuses a request without the secret.
   * @throws Failure if it does not, or if AM does not answer
   */
  async requireClosedDoor(
    who: PersonRef,
    method: ProofMethod,
    request: RequestScope,
  ): Promise<void> {
    const end = await this.#walk(who, method, { request, hasSecret: false });
    if ('status' in end) {
      if (end.status === 401) return;
      throw journeyRefusal(end, method);
    }
    if (end.kind === 'success') await this.#endSession(end, request);
    throw unusable(`the journey for ${method} opens without the secret`);
  }

  /** Runs a journey to its question. @throws Failure if it has no question */
  async #question(
    who: PersonRef,
    method: ProofMethod,
    request: RequestScope,
  ): Promise<JourneyPage> {
    const door = JSON.stringify([who.realm.name, method]);
    const now = this.#parts.elapsed();
    const isTried = now - (this.#closed.get(door) ?? -Infinity) < doorMs;
    if (!isTried) await this.requireClosedDoor(who, method, request);
    const end = await this.#walk(who, method, { request, hasSecret: true });
    if ('status' in end) throw journeyRefusal(end, method);
    if (end.kind === 'success') {
      await this.#endSession(end, request);
      throw unusable(`the journey for ${method} succeeds without a question`);
    }
    const { page } = end;
    if (page.question !== method.toLowerCase())
      throw unusable(`the journey for ${method} asks for something else`);
    // Only now is it certain that the secret, and not something about this person, made it refuse.
    if (!isTried) this.#closed.set(door, now);
    return page;
  }

  /** Returns the pages without a question to AM. Ends at any other step, or at a refusal. */
  async #walk(
    who: PersonRef,
    method: ProofMethod,
    about: { readonly request: RequestScope; readonly hasSecret: boolean },
  ): Promise<JourneyStep | Answer> {
    let body: string | undefined;
    for (let pages = 0; pages <= mostSilentPages; pages += 1) {
      const answer = await this.#post(who, method, { ...about, body });
      if (answer.status !== 200) return answer;
      const step = readAnswer(answer, readJourneyStep);
      if (step.kind === 'success' || step.page.question !== 'nothing') return step;
      body = pageAnswer(step.page);
    }
    throw unusable(`the journey for ${method} shows only pages without a question`);
  }

  /** Sends no credential, which would turn the journey into a step-up of its session. */
  #post(
    who: PersonRef,
    method: ProofMethod,
    {
      request,
      body,
      hasSecret = true,
    }: {
      readonly request: RequestScope;
      readonly body?: string | undefined;
      readonly hasSecret?: boolean;
    },
  ): Promise<Answer> {
    const { http, paths, journeys, secret } = this.#parts;
    const name = journeys[method];
    if (name === undefined) throw noSuchJourney(`PROOF_JOURNEYS names no journey for ${method}`);
    const headers = {
      [proofHeaders.user]: encodeSegment(who.id),
      ...(hasSecret && { [proofHeaders.secret]: secret.current }),
    };
    const route = paths.journey(who.realm, name);
    const call = { method: 'POST', route, version: '2.0', mode: 'write', headers } as const;
    const { correlationId, deadline, tally } = request;
    const context = { ...gatewayContext(correlationId), deadline, tally };
    return http.send(body === undefined ? call : { ...call, body }, context);
  }

  async #waiting(page: JourneyPage): Promise<WaitingPush> {
    const sealed = await sealPage(page, this.#parts.secret.current);
    return { kind: 'waiting', challenge: page.challenge, sealed };
  }

  async #proven(
    step: Extract<JourneyStep, { kind: 'success' }>,
    request: RequestScope,
  ): Promise<{ readonly kind: 'proven' }> {
    await this.#endSession(step, request);
    return { kind: 'proven' };
  }

  /** No session was requested. One that AM creates all the same is ended, never used. */
  async #endSession(
    { tokenId }: Extract<JourneyStep, { kind: 'success' }>,
    request: RequestScope,
  ): Promise<void> {
    if (tokenId === null) return;
    const { signOut, warn } = this.#parts;
    warn('AM created a session for a proof of identity, although none was requested.');
    try {
      await signOut(new SessionToken(tokenId), request);
    } catch {
      warn('A session that AM created for a proof of identity could not be ended.');
    }
  }
}
