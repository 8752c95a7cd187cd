import type { AccessSettings } from '../domain/access.ts';
import { proofMethods, type ProofMethod } from '../domain/proof.ts';
import { option, type OptionTree, type Reader, type Values } from './option.ts';
import { InvalidValue } from './problem.ts';
import { listOf } from './readers.ts';
import { incomplete } from './source.ts';

/** The names of journeys by the method that they ask for. */
export type ProofJourneys = Readonly<Partial<Record<ProofMethod, string>>>;

const journey: Reader<readonly [ProofMethod, string]> = (pair) => {
  const [, name = '', tree] = /^(push|code)=([A-Za-z0-9][A-Za-z0-9 _.-]*)$/.exec(pair) ?? [];
  const method = proofMethods.find((one) => one === name.toUpperCase());
  if (method !== undefined && tree !== undefined) return [method, tree];
  throw new InvalidValue(`expected push=JOURNEY or code=JOURNEY, got "${pair}"`);
};

const journeys: Reader<ProofJourneys> = (value) => {
  const pairs = listOf(journey)(value);
  const byMethod = Object.fromEntries(pairs);
  if (Object.keys(byMethod).length === pairs.length) return byMethod;
  throw new InvalidValue('a method is given twice');
};

/** A secret that is sent in a header. Problems do not quote it. */
const headerSecret: Reader<string> = (value) => {
  if (/^[!-~]{32,512}$/.test(value)) return value;
  throw new InvalidValue('expected 32 to 512 printable ASCII characters without blanks');
};

/** The options of proofs of identity. */
export const proofOptions = {
  journeys: option('PROOF_JOURNEYS', journeys, {
    default: '',
    meaning:
      'The journeys of AM by which users prove their identity, comma-separated: `push=ProveByPush,code=ProveByCode`. Each served realm must have them. [Verification](verification.md) describes how to build them.',
  }),
  secret: option('PROOF_JOURNEY_SECRET', headerSecret, {
    meaning:
      'The secret that only the gateway and the script of these journeys have, 32 to 512 characters. The journeys must refuse every request without it.',
    absent: 'users cannot prove their identity',
    secret: true,
    live: true,
  }),
} satisfies OptionTree;

/** How users prove their identity; null if they cannot. */
export type ProofsConfig = ReturnType<typeof proofsConfig>;

/** The products that sign proofs; undefined if only AM does. */
interface WithVerifiers {
  readonly verifiers: unknown;
}

/** Returns the journeys and their secret. Options without their counterparts are problems. */
export function proofsConfig(
  { journeys: given, secret, verifiers }: Values<typeof proofOptions> & WithVerifiers,
  {
    access,
    isRecorded,
    problems,
  }: {
    readonly access: Pick<AccessSettings, 'verification'>;
    readonly isRecorded: boolean;
    readonly problems: string[];
  },
) {
  const hasJourneys = Object.keys(given).length > 0;
  const named = hasJourneys ? given : undefined;
  problems.push(...incomplete({ PROOF_JOURNEYS: named, PROOF_JOURNEY_SECRET: secret }));
  if (hasJourneys && !isRecorded)
    problems.push('PROOF_JOURNEYS: proofs are stored in the ledger, and LEDGER is off');
  if (access.verification.isProofRequired && !hasJourneys && verifiers === undefined)
    problems.push('VERIFICATION_REQUIRED: proof needs PROOF_JOURNEYS or VERIFIERS');
  return hasJourneys && secret !== undefined ? { journeys: given, secret } : null;
}
