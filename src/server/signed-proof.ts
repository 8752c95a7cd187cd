import { createLocalJWKSet, decodeJwt, errors, jwtVerify, type JWTPayload } from 'jose';
import { proofLifetimeMs } from '../domain/change/proof.ts';
import type { Verifier } from '../domain/people/verifier.ts';

/** A user as a verifier names them. */
interface NamedUser {
  readonly id: string;
  /** The name of the realm; null for the default realm. */
  readonly realm: string | null;
}

/** What a verifier has signed. */
export interface SignedProof {
  /** The name of the verifier. */
  readonly verifier: string;
  /** The claim `jti`, unique at its verifier. */
  readonly id: string;
  readonly person: NamedUser;
  /** The member of staff who may use the proof. */
  readonly agent: NamedUser;
  /** How the verifier knows the person: `document-and-selfie`. */
  readonly method: string;
  /** When the person proved their identity (`iat`), in epoch milliseconds. */
  readonly provenAt: number;
  /** The earlier end that the verifier names (`exp`), in epoch milliseconds; null without one. */
  readonly endsAt: number | null;
}

export interface SignedProofOptions {
  readonly verifiers: () => readonly Verifier[];
  readonly audience: string;
  readonly now: () => number;
}

/** The allowed clock difference to a verifier, in seconds (security B8). */
const clockTolerance = 60;

/**
 * The media type of the proofs (RFC 8725 §3.11): a token that the verifier signed for another
 * purpose is no proof.
 */
const typ = 'identity-proof+jwt';

/** Verifies a signed proof; null if it is not valid, whatever the reason. */
export async function readSignedProof(
  token: string,
  { verifiers, audience, now }: SignedProofOptions,
): Promise<SignedProof | null> {
  try {
    const { iss } = decodeJwt(token);
    const verifier = verifiers().find(({ issuer }) => issuer === iss);
    if (verifier === undefined) return null;
    const { name, issuer, keys } = verifier;
    // Without a list of algorithms `jose` accepts those with public keys only (security H3).
    const { payload } = await jwtVerify(token, createLocalJWKSet({ keys: [...keys] }), {
      issuer,
      audience,
      typ,
      clockTolerance,
      maxTokenAge: proofLifetimeMs / 1000,
      currentDate: new Date(now()),
    });
    return signedProof(name, payload, now());
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}

function signedProof(verifier: string, payload: JWTPayload, now: number): SignedProof | null {
  const { jti, iat, exp, sub, realm, agent, agent_realm: agentRealm, method } = payload;
  if (!isText(jti) || !isText(sub) || !isText(agent) || iat === undefined) return null;
  if (typeof method !== 'string' || !/^[a-z0-9-]{1,64}$/.test(method)) return null;
  if (!isRealm(realm) || !isRealm(agentRealm)) return null;
  // The difference of the clocks prolongs no proof: it would permit a change after its own end.
  if (exp !== undefined && exp * 1000 <= now) return null;
  return {
    verifier,
    id: jti,
    person: { id: sub, realm: realm ?? null },
    agent: { id: agent, realm: agentRealm ?? realm ?? null },
    method,
    provenAt: Math.min(iat * 1000, now),
    endsAt: exp === undefined ? null : exp * 1000,
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= 255;
}

function isRealm(value: unknown): value is string | undefined {
  return value === undefined || isText(value);
}
