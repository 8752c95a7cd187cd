import { createPublicKey } from 'node:crypto';
import { asText, isFields, objectOf, optional, parsed } from '../../domain/values/json.ts';
import type { PublicJwk, Verifier } from '../../domain/people/verifier.ts';
import { service } from '../things/section-context.ts';
import { FileValue, type FilePath } from '../values/file-value.ts';
import { option, type OptionTree, type Values } from '../values/option.ts';
import { distinct, fileReader, listOf, nameOf, nonEmptyListOf } from '../values/parts.ts';
import { InvalidValue } from '../values/problem.ts';
import { textLike } from '../values/readers.ts';
import { thing } from '../values/thing.ts';

const expected =
  'expected {"NAME": {"issuer": "…", "keys": [public JWKs]}} with names of lowercase letters, digits and hyphens';

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

/** A public key that is strong enough. Problems do not quote it: it may be private by mistake. */
const publicKey = fileReader((text) => publicKeyIn(parsed(text)), {
  schema: { type: 'object', required: ['kty'], not: { required: ['d'] } },
  fromFile: (given) => given.attempt(() => publicKeyIn(given.value)),
  toFile: (text) => publicKeyIn(parsed(text)),
});

function publicKeyIn(given: unknown): PublicJwk {
  const refusal = new InvalidValue(
    'expected public keys: RSA of at least 2048 bits, EC or Ed25519',
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

const shortText = textLike(/^\S{1,512}$/, '1 to 512 characters without blanks');

/** The name `am` is that of proofs by AM. */
const verifier = thing(
  {
    forms: [],
    parts: {
      name: textLike(/^[a-z0-9-]{1,32}$/, 'a name like acme'),
      issuer: shortText,
      keys: nonEmptyListOf(publicKey),
    },
    expected: 'another name than am',
  },
  (given): Verifier | undefined => (given.name === 'am' ? undefined : given),
);

const listed = distinct(distinct(listOf(verifier), nameOf), ({ issuer }) => issuer);

/** The products that sign proofs of identity: a JSON object by their names. */
const verifiers = fileReader(verifiersIn, { ...listed, toFile: verifiersIn });

function verifiersIn(text: string) {
  const items = itemsIn(text);
  const report = ([index, part, item]: FilePath, message: string): never => {
    if (index === undefined) throw new InvalidValue(message);
    const isKey = part === 'keys' && item !== undefined;
    throw new InvalidValue(isKey ? `"${items[Number(index)]?.name}": ${message}` : expected);
  };
  const read = listed.fromFile(new FileValue(items, { report, variable: () => undefined }));
  if (read !== undefined && read.length > 0) return read;
  throw new InvalidValue(expected);
}

/** Returns the items as the configuration file has them. */
function itemsIn(text: string) {
  const given = parsed(text);
  if (!isFields(given)) throw new InvalidValue(expected);
  return Object.entries(given).map(([name, one]) => {
    const { issuer, keys } = isFields(one) ? one : {};
    return { name, issuer, keys };
  });
}

/** The options of proofs of identity by other products. */
export const verifierOptions = {
  verifiers: option('VERIFIERS', verifiers, {
    needs: [service('read users')],
    absent: 'only AM proves the identity of users',
    file: 'verifiers',
    isList: true,
    meaning:
      'The products that prove the identity of callers and post signed results to `/verifications`: `{ name: acme, issuer: https://verify.example.com, keys: [{ kty: EC, … }] }`. [Verification](verification.md#other-products) describes the results.',
    secret: true,
    live: true,
  }),
  audience: option('VERIFIER_AUDIENCE', shortText, {
    idleWithout: 'VERIFIERS',
    default: 'identity-gateway',
    meaning: 'The audience (`aud`) of signed results. Give each deployment its own.',
  }),
} satisfies OptionTree;

/** Returns the products that prove identities; null if only AM does. */
export function verifiersConfig({ verifiers: given, audience }: Values<typeof verifierOptions>) {
  if (given === undefined) return null;
  return { verifiers: () => given.current, audience };
}
