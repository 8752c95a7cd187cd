/** The two composers for routers. */
import apollo from '@apollo/composition';
import { compose, type Compose, composeWith } from '../federation/composed.ts';

/** Both composers by package. */
export const composers = [
  ['@theguild/federation-composition', compose],
  ['@apollo/composition', composeWith(apollo.composeServices)],
] as const satisfies readonly (readonly [string, Compose])[];
