import { createHash } from 'node:crypto';
import type { Am, Deadline } from '../am/index.ts';
import { recordedNames } from '../domain/change/change-record.ts';
import { Failure } from '../domain/values/failure.ts';
import type { Person } from '../domain/people/person.ts';
import { proofExpiry, type AcceptedProof, type Proofs } from '../domain/change/proof.ts';
import type { Realms } from '../domain/people/realm.ts';
import type { UserIdRule } from '../domain/people/user-id.ts';
import type { HttpExchange } from './graphql-endpoint.ts';
import { readJsonObject } from './graphql-request.ts';
import { HttpError } from './http/http-error.ts';
import { jsonReply, type Reply } from './http/reply.ts';
import { readSignedProof, type SignedProof, type SignedProofOptions } from './signed-proof.ts';

/** What the endpoint for signed proofs is created from. */
export interface VerificationParts extends SignedProofOptions {
  /** The proofs of the ledger, as a request with this deadline uses them. */
  readonly proofs: (deadline: Deadline) => Proofs;
  /** AM with the service credential; null if none is configured. */
  readonly service: (correlationId: string, deadline: Deadline) => Am | null;
  readonly realms: Realms;
  readonly userIds: UserIdRule;
  readonly bodyLimit: number;
}

/** The path at which other products post their signed proofs. */
export const verificationsPath = '/verifications';

/**
 * Accepts a signed proof of identity by another product: `{"token": "eyJ…"}`. Replies 201 with the
 * id by which its agent can use it for one change.
 * @throws HttpError 401 for a token that is not valid, 409 for one that was used, 422 if AM has no
 *   such user or agent
 */
export async function answerVerification(
  { request, correlationId, deadline }: HttpExchange,
  parts: VerificationParts,
): Promise<Reply> {
  if (request.method !== 'POST')
    throw new HttpError(405, 'Send POST.', { headers: { allow: 'POST' } });
  const { token } = await readJsonObject(request, parts.bodyLimit);
  if (typeof token !== 'string') throw new HttpError(400, 'Send the signed proof as `token`.');
  const signed = await readSignedProof(token, parts);
  if (signed === null) throw new HttpError(401, 'The signed proof is not valid.', unauthorized);
  const am = parts.service(correlationId, deadline);
  if (am === null)
    throw new Failure(
      'SERVICE_CREDENTIAL_MISSING',
      'The gateway has no account at AM to find the user. The proof was not stored.',
    );
  const [person, agent] = await Promise.all([
    findUser(am, signed.person, parts),
    findUser(am, signed.agent, parts),
  ]);
  const accepted: AcceptedProof = {
    id: proofId(signed),
    method: signed.method,
    provenBy: signed.verifier,
    provenAt: signed.provenAt,
    endsAt: signed.endsAt,
    person: recordedNames(person),
    agent: recordedNames(agent),
    correlationId,
  };
  const isNew = await parts.proofs(deadline).accept(accepted);
  if (!isNew) throw new HttpError(409, 'This proof was sent before. Nothing was stored.');
  const { id, provenAt, endsAt } = accepted;
  const expiry = proofExpiry({ provenAt, startedAt: provenAt, endsAt });
  const expiresAt = new Date(expiry).toISOString();
  return jsonReply(201, { proofId: id, expiresAt });
}

/** RFC 6750 §3. */
const unauthorized = {
  code: 'UNAUTHENTICATED',
  headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
} as const;

async function findUser(
  am: Am,
  { id, realm: name }: SignedProof['person'],
  { realms, userIds }: VerificationParts,
): Promise<Person> {
  const realm = name === null ? realms.default : realms.byName(name);
  const person = realm && userIds.accepts(id) ? await am.people.find({ realm, id }) : null;
  if (person !== null) return person;
  throw new HttpError(
    422,
    'AM has no such user or agent in this realm. The proof was not stored.',
    {
      code: 'BAD_USER_INPUT',
    },
  );
}

/** The same for each copy of a proof, so that the ledger stores it once: 128 bits of a hash. */
function proofId({ verifier, id }: SignedProof): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([verifier, id]))
    .digest();
  return hash.subarray(0, 16).toString('base64url');
}
