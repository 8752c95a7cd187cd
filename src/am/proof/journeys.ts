import type { PersonRef } from '../../domain/people/person.ts';
import type { ProofMethod } from '../../domain/change/proof.ts';
import { Seal } from '../foundation/seal.ts';
import type { RequestScope } from '../http/call.ts';
import { pageAnswer, readStoredPage, type JourneyPage, type JourneyStep } from '../json/journey.ts';
import { JourneyCalls, type JourneyCall, type JourneyParts } from './journey-calls.ts';
import { journeyRefusal, unusable } from './journey-failures.ts';

/** A push that waits: the number to read aloud, and the encrypted journey. */
interface WaitingPush {
  readonly kind: 'waiting';
  readonly challenge: string | null;
  readonly sealed: string;
}

export type PushStep = WaitingPush | { readonly kind: 'proven' | 'not approved' | 'expired' };

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
  readonly #calls: JourneyCalls;
  /** Encrypts the page of a waiting push, so that another gateway can continue the journey. */
  readonly #seal: Seal;
  readonly #closed = new Map<string, number>();

  constructor(parts: JourneyParts) {
    this.#parts = parts;
    this.#calls = new JourneyCalls(parts);
    const secrets = {
      get current() {
        return [parts.secret.current];
      },
    };
    this.#seal = new Seal(secrets, 'identity-gateway proofs');
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
    return this.#waiting(await this.#question({ who, method: 'PUSH', request }));
  }

  /** Looks whether a push was approved. AM answers each page once, so the caller holds a lock. */
  async checkPush(who: PersonRef, sealed: string, request: RequestScope): Promise<PushStep> {
    const page = await this.#seal.open(undefined, sealed, readStoredPage);
    if (page === null) return { kind: 'expired' };
    const call: JourneyCall = { who, method: 'PUSH', request };
    const answer = await this.#calls.send(call, pageAnswer(page));
    if (answer.status === 401) return { kind: 'not approved' };
    const step = await this.#calls.stepIn(answer, call);
    if (step.kind === 'success') return { kind: 'proven' };
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
    const call: JourneyCall = { who, method: 'CODE', request };
    const page = await this.#question(call);
    onAsked();
    const answer = await this.#calls.send(call, pageAnswer(page, code));
    if (answer.status === 401) return 'wrong code';
    const step = await this.#calls.stepIn(answer, call);
    // A wrong code brings the same page again; any other page is no success either (U43).
    return step.kind === 'success' ? 'proven' : 'wrong code';
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
    const end = await this.#calls.walk({ who, method, request, hasSecret: false });
    if (!('status' in end)) throw unusable(`the journey for ${method} opens without the secret`);
    if (end.status !== 401) throw journeyRefusal(end, method);
  }

  /**
   * Tries whether a journey accepts the secret. Starts it, so `PUSH` sends a push to a person with
   * a phone.
   * @throws Failure if it does not, or if AM does not answer
   */
  async requireSecret(who: PersonRef, method: ProofMethod, request: RequestScope): Promise<void> {
    await this.#opened({ who, method, request });
  }

  async #opened(call: JourneyCall): Promise<JourneyStep> {
    const end = await this.#calls.walk(call);
    if ('status' in end) throw journeyRefusal(end, call.method);
    return end;
  }

  /** Runs a journey to its question. @throws Failure if it has no question */
  async #question(call: JourneyCall): Promise<JourneyPage> {
    const { who, method, request } = call;
    const door = JSON.stringify([who.realm.name, method]);
    const now = this.#parts.elapsed();
    const isTried = now - (this.#closed.get(door) ?? -Infinity) < doorMs;
    if (!isTried) await this.requireClosedDoor(who, method, request);
    const end = await this.#opened(call);
    if (end.kind === 'success')
      throw unusable(`the journey for ${method} succeeds without a question`);
    const { page } = end;
    if (page.question !== method.toLowerCase())
      throw unusable(`the journey for ${method} asks for something else`);
    // Only now is it certain that the secret, and not something about this person, made it refuse.
    if (!isTried) this.#closed.set(door, now);
    return page;
  }

  async #waiting({ authId, callbacks, challenge }: JourneyPage): Promise<WaitingPush> {
    const sealed = await this.#seal.seal(undefined, { authId, callbacks });
    return { kind: 'waiting', challenge, sealed };
  }
}
