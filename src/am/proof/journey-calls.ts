import type { PersonRef } from '../../domain/people/person.ts';
import type { ProofMethod } from '../../domain/change/proof.ts';
import { type Rotating, SessionToken } from '../foundation/credential.ts';
import { encodeSegment, type Paths } from '../http/paths.ts';
import type { AmHttp } from '../http/am-http.ts';
import { gatewayContext, type Answer, type RequestScope } from '../http/call.ts';
import { readAnswer } from '../http/errors.ts';
import { pageAnswer, readJourneyStep, type JourneyStep } from '../json/journey.ts';
import { noSuchJourney, unusable } from './journey-failures.ts';

/** The journeys by which people prove their identity, and the secret that opens them. */
export interface JourneySettings {
  readonly journeys: Readonly<Partial<Record<ProofMethod, string>>>;
  readonly secret: Rotating<string>;
}

export interface JourneyParts extends JourneySettings {
  readonly http: AmHttp;
  readonly paths: Paths;
  /** A monotonic clock. */
  readonly elapsed: () => number;
  /** Ends a session that AM created although none was requested. */
  readonly signOut: (token: SessionToken, request: RequestScope) => Promise<void>;
  readonly warn: (message: string) => void;
}

/** A step of a person's journey. */
export interface JourneyCall {
  readonly who: PersonRef;
  readonly method: ProofMethod;
  readonly request: RequestScope;
  /** Whether the secret is sent. Default: true. */
  readonly hasSecret?: boolean;
}

/** The headers that the journey's script reads. They are sent with every step. */
const proofHeaders = { secret: 'x-proof-secret', user: 'x-proof-user' } as const;

/** How many pages without a question a journey may show. */
const mostSilentPages = 3;

/** The calls to AM's journeys. */
export class JourneyCalls {
  readonly #parts: JourneyParts;

  constructor(parts: JourneyParts) {
    this.#parts = parts;
  }

  /**
   * Starts a journey, and returns the pages without a question to AM. Ends at any other step, or at
   * a refusal.
   */
  async walk(call: JourneyCall): Promise<JourneyStep | Answer> {
    let body: string | undefined;
    for (let pages = 0; pages <= mostSilentPages; pages += 1) {
      const answer = await this.send(call, body);
      if (answer.status !== 200) return answer;
      const step = await this.stepIn(answer, call);
      if (step.kind === 'success' || step.page.question !== 'nothing') return step;
      body = pageAnswer(step.page);
    }
    throw unusable(`the journey for ${call.method} shows only pages without a question`);
  }

  /** Sends no credential, which would turn the journey into a step-up of its session. */
  send({ who, method, request, hasSecret = true }: JourneyCall, body?: string): Promise<Answer> {
    const { http, paths, journeys, secret } = this.#parts;
    const name = journeys[method];
    if (name === undefined) throw noSuchJourney(`proofJourneys names no journey for ${method}`);
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

  /**
   * Reads a step. No session was requested: one that AM creates all the same is ended, never used.
   */
  async stepIn(answer: Answer, { request }: JourneyCall): Promise<JourneyStep> {
    const step = readAnswer(answer, readJourneyStep);
    if (step.kind === 'page' || step.tokenId === null) return step;
    const { signOut, warn } = this.#parts;
    warn('AM created a session for a proof of identity, although none was requested.');
    try {
      await signOut(new SessionToken(step.tokenId), request);
    } catch {
      warn('A session that AM created for a proof of identity could not be ended.');
    }
    return step;
  }
}
