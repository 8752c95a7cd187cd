import { createPublicKey } from 'node:crypto';
import { asText, isFields, objectOf, optional, parsed } from '../domain/json.ts';
import type { PublicJwk, Verifier } from '../domain/verifier.ts';
import { option, type OptionTree, type Reader, type Values } from './option.ts';
import { InvalidValue } from './problem.ts';

const expected =
  'expected {"NAME": {"issuer": "…", "keys": [public JWKs]}} with names of lowercase letters, digits and hyphens';

/** The products that sign proofs of identity, by their names. */
const verifiers: Reader<readonly Verifier[]> = (value) => {
  const given = parsedOrRefused(value);
  const read = Object.entries(given).map(verifier);
  const issuers = new Set(read.map(({ issuer }) => issuer));
  if (read.length === 0) throw new InvalidValue(expected);
  if (issuers.size < read.length) throw new InvalidValue('two verifiers have the same issuer');
  return read;
};

function parsedOrRefused(value: string): Readonly<Record<string, unknown>> {
  try {
    const given = parsed(value);
    if (isFields(given)) return given;
  } catch {
    // The text may be a private key by mistake, so the problem does not quote it.
  }
  throw new InvalidValue(expected);
}

function verifier([name, given]: readonly [string, unknown]): Verifier {
  const { issuer, keys } = isFields(given) ? given : {};
  const isNamed = /^[a-z0-9-]{1,32}$/.test(name) && name !== 'am';
  const isIssuer = typeof issuer === 'string' && /^\S{1,512}$/.test(issuer);
  if (!isNamed || !isIssuer || !Array.isArray(keys) || keys.length === 0)
    throw new InvalidValue(expected);
  return { name, issuer, keys: keys.map((key: unknown) => publicKey(key, name)) };
}

const jwk = objectOf<PublicJwk>({
  kty: asText,
  kid: optional(asText),
  alg: optional(asText),
  crv: optional(asText),
  x: optional(asText),
  y: optional(asText),
  n: optional(asText),
  e: optional(asText),
});

/** @throws InvalidValue for a private or symmetric key, and for a weak one */
function publicKey(given: unknown, name: string): PublicJwk {
  const refusal = new InvalidValue(
    `"${name}": expected public keys: RSA of at least 2048 bits, EC or Ed25519`,
  );
  if (!isFields(given) || 'd' in given || given['kty'] === 'oct') throw refusal;
  try {
    const key = jwk(given);
    const { asymmetricKeyType: type, asymmetricKeyDetails } = createPublicKey({
      key: { ...key },
      format: 'jwk',
    });
    if (type === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) < 2_048) throw refusal;
    return key;
  } catch {
    throw refusal;
  }
}

/** The options of proofs of identity by other products. */
export const verifierOptions = {
  verifiers: option('VERIFIERS', verifiers, {
    absent: 'only AM proves the identity of users',
    meaning:
      'The products that prove the identity of callers and post signed results to `/verifications`: `{"acme": {"issuer": "https://verify.example.com", "keys": [{"kty": "EC", …}]}}`. [Verification](verification.md#other-products) describes the results.',
    secret: true,
    live: true,
  }),
  audience: option('VERIFIER_AUDIENCE', audienceText, {
    default: 'identity-gateway',
    meaning: 'The audience (`aud`) of signed results. Give each deployment its own.',
  }),
} satisfies OptionTree;

function audienceText(value: string): string {
  if (/^\S{1,512}$/.test(value)) return value;
  throw new InvalidValue('expected 1 to 512 characters without blanks');
}

interface VerifiersContext {
  readonly isRecorded: boolean;
  /** Whether a service credential is configured. */
  readonly hasService: boolean;
  readonly production: boolean;
  readonly problems: string[];
}

/** Returns the products that prove identities; null if only AM does. */
export function verifiersConfig(
  { verifiers: given, audience }: Values<typeof verifierOptions>,
  { isRecorded, hasService, production, problems }: VerifiersContext,
) {
  if (given === undefined) return null;
  if (!isRecorded) problems.push('VERIFIERS: proofs are stored in the ledger, and LEDGER is off');
  if (production && !hasService)
    problems.push('VERIFIERS: no service credential is configured (AM_SERVICE_USERNAME)');
  return { verifiers: () => given.current, audience };
}
