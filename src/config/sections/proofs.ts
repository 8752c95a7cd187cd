import type { ProofMethod } from '../../domain/change/proof.ts';
import { option, type OptionTree, type Values } from '../values/option.ts';
import { distinct, listOf, mapped } from '../values/parts.ts';
import { headerSecret, oneOf, textLike } from '../values/readers.ts';
import { thing } from '../values/thing.ts';

/** The names of journeys by the method that they ask for. */
export type ProofJourneys = Readonly<Partial<Record<ProofMethod, string>>>;

const methods = { push: 'PUSH', code: 'CODE' } as const satisfies Record<string, ProofMethod>;

const journey = thing(
  {
    forms: ['{method}={journey}'],
    parts: {
      method: oneOf(['push', 'code']),
      journey: textLike(/^[A-Za-z0-9][A-Za-z0-9 _.-]*$/, 'the name of a journey'),
    },
    expected: 'push=JOURNEY or code=JOURNEY',
  },
  ({ method, journey: name }) => [methods[method], name] as const,
);

const journeys = mapped(
  distinct(listOf(journey), ([method]) => method),
  (pairs): ProofJourneys => Object.fromEntries(pairs),
);

/** The options of proofs of identity. */
export const proofOptions = {
  journeys: option('PROOF_JOURNEYS', journeys, {
    needs: ['PROOF_JOURNEY_SECRET'],
    default: '',
    file: 'proofJourneys',
    isList: true,
    meaning:
      'The journeys of AM by which users prove their identity: `{ method: push, journey: ProveByPush }`, `{ method: code, journey: ProveByCode }`. Each served realm must have them. [Verification](verification.md) describes how to build them.',
  }),
  secret: option('PROOF_JOURNEY_SECRET', headerSecret, {
    needs: ['PROOF_JOURNEYS'],
    meaning:
      'The secret that only the gateway and the script of these journeys have, 32 to 512 characters. The journeys must refuse every request without it.',
    absent: 'users cannot prove their identity',
    secret: true,
    live: true,
  }),
} satisfies OptionTree;

/** Whether the help desk asks callers for a code, which proves their identity. */
export function asksForCodes({ journeys: given }: { readonly journeys: ProofJourneys }): boolean {
  return given.CODE !== undefined;
}

/** Returns the journeys and their secret. */
export function proofsConfig({ journeys: given, secret }: Values<typeof proofOptions>) {
  return Object.keys(given).length > 0 && secret !== undefined ? { journeys: given, secret } : null;
}
