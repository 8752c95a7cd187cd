import { createHash, timingSafeEqual } from 'node:crypto';
import type { Am, Deadline } from '../am/index.ts';
import { recordedNames, type RecordedDevice } from '../domain/change/change-record.ts';
import { deviceKinds, type DeviceKind } from '../domain/devices/device.ts';
import {
  decisionReasons,
  type EnrolmentAnswer,
  type EnrolmentDecision,
} from '../domain/enrolment/decision.ts';
import type { Holds } from '../domain/enrolment/holds.ts';
import type { PersonRef } from '../domain/people/person.ts';
import type { Realm, Realms } from '../domain/people/realm.ts';
import type { UserId, UserIdRule } from '../domain/people/user-id.ts';
import { isFields, parsed } from '../domain/values/json.ts';
import { Failure } from '../domain/values/failure.ts';
import type { HttpExchange } from './graphql-endpoint.ts';
import { readBytes } from './graphql-request.ts';
import { HttpError } from './http/http-error.ts';
import { jsonReply, type Reply } from './http/reply.ts';

/** What the endpoint for AM's questions before a registration is created from. */
export interface EnrolmentEndpointParts {
  /** The secret of AM's script, now. */
  readonly secret: () => string;
  /** The holds of the ledger, as a request with this deadline uses them. */
  readonly holds: (deadline: Deadline) => Holds;
  /** AM with the service credential; null if none is configured. */
  readonly service: (correlationId: string, deadline: Deadline) => Am | null;
  readonly list: (
    am: Am,
    person: PersonRef,
    kinds: readonly DeviceKind[],
  ) => Promise<readonly RecordedDevice[] | null>;
  readonly realms: Realms;
  readonly userIds: UserIdRule;
  /** Whether another question about a person is answered now. */
  readonly admits: (person: string) => boolean;
  /** Gets the answer, and whether the question had a code. */
  readonly onDecision: (answer: EnrolmentAnswer, hasCode: boolean) => void;
  readonly now: () => number;
}

/** A question has a few short texts. */
const bodyLimit = 4_096;

/** How long a flood of questions about one person is refused, in milliseconds. */
const floodMs = 60_000;

/**
 * Answers AM's question before a registration: `{"realm", "user", "kind", "code"}`. The secret is
 * in a header of its own: the HTTP client of OpenAM's scripts sends neither `Authorization` nor a
 * type of the body.
 * @throws HttpError 401 without the secret, 400 for a question of another form
 */
export async function answerEnrolment(
  { request, correlationId, deadline }: HttpExchange,
  parts: EnrolmentEndpointParts,
): Promise<Reply> {
  if (request.method !== 'POST')
    throw new HttpError(405, 'Send POST.', { headers: { allow: 'POST' } });
  if (!isSecret(request.headers['x-enrolment-secret'], parts.secret()))
    throw new HttpError(401, 'Send the secret of the deployment as x-enrolment-secret.', {
      code: 'UNAUTHENTICATED',
    });
  const question = questionIn(parsed(await readBytes(request, bodyLimit)), parts);
  const decision = await decide(question, { ...parts, correlationId, deadline });
  const { reason, until } = decision;
  const [answer, message] = decisionReasons[reason];
  parts.onDecision(answer, question.code !== null);
  const end = until === null ? null : new Date(until).toISOString();
  return jsonReply(200, { decision: answer, reason, until: end, message });
}

/** Compares hashes of equal length, so that the time shows nothing of the secret. */
function isSecret(given: string | string[] | undefined, secret: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(typeof given === 'string' ? given : ''), digest(secret));
}

interface Question {
  readonly realm: Realm;
  readonly user: UserId;
  readonly kind: DeviceKind;
  readonly code: string | null;
}

function questionIn(
  body: unknown,
  { realms, userIds }: Pick<EnrolmentEndpointParts, 'realms' | 'userIds'>,
): Question {
  if (!isFields(body)) throw new HttpError(400, 'Send a JSON object.');
  const { realm: name = null, user, kind: asked, code = null } = body;
  const realm = realmIn(name, realms);
  const kind = deviceKinds.find((one) => one === asked);
  if (realm === undefined) throw new HttpError(400, 'Send a served realm, by its name or path.');
  // AM has no such person, so no hold would be found: in AIC, a user name in place of the id.
  if (typeof user !== 'string' || !userIds.accepts(user))
    throw new HttpError(400, 'Send as `user` what identifies people at AM.');
  if (kind === undefined) throw new HttpError(400, `Send the kind: ${deviceKinds.join(', ')}.`);
  if (code !== null && typeof code !== 'string') throw new HttpError(400, 'Send `code` as text.');
  return { realm, user, kind, code: code === '' ? null : code };
}

/** Scripts of AM know the path of their realm, such as `/alpha`. */
function realmIn(name: unknown, realms: Realms): Realm | undefined {
  if (name === null) return realms.default;
  return realms.all.find((realm) => realm.name === name || realm.path === name);
}

async function decide(
  { realm, user, kind, code }: Question,
  {
    service,
    holds,
    list,
    admits,
    now,
    correlationId,
    deadline,
  }: EnrolmentEndpointParts & { readonly correlationId: string; readonly deadline: Deadline },
): Promise<EnrolmentDecision> {
  if (!admits(`${realm.name}/${user.toLowerCase()}`))
    return { reason: 'TOO_MANY_QUESTIONS', until: now() + floodMs };
  const am = service(correlationId, deadline);
  if (am === null)
    throw new Failure(
      'SERVICE_CREDENTIAL_MISSING',
      'The gateway has no account at AM to find the user. Nothing was decided.',
    );
  const found = await am.people.find({ realm, id: user });
  // A person who does not exist is asked about all the same, so that the answer shows nothing.
  const person = found === null ? { id: user, realm: realm.name } : recordedNames(found);
  return holds(deadline).decide({ person, kind, code, correlationId }, async (kinds) =>
    found === null ? null : list(am, found, kinds),
  );
}

/** How many questions about one person are answered in a minute, and of how many people. */
const most = { questions: 30, people: 10_000 };

/** Counts AM's questions about each person, so that a flood of them costs little. */
export class AskedOften {
  readonly #now: () => number;
  #minute = 0;
  #asked = new Map<string, number>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Whether one more question about a person is answered; it counts either way. */
  admits(person: string): boolean {
    const minute = Math.floor(this.#now() / 60_000);
    if (minute !== this.#minute || this.#asked.size >= most.people) this.#asked = new Map();
    this.#minute = minute;
    const count = (this.#asked.get(person) ?? 0) + 1;
    this.#asked.set(person, count);
    return count <= most.questions;
  }
}
