/** The composers for routers. */
import apollo from '@apollo/composition';
import { federateSubgraphs } from '@wundergraph/composition';
import { parse } from 'graphql';
import { compose, type Compose, composeWith } from '../federation/composed.ts';

/** The two composers that print a supergraph, by package. */
export const composers = [
  ['@theguild/federation-composition', compose],
  ['@apollo/composition', composeWith(apollo.composeServices)],
] as const satisfies readonly (readonly [string, Compose])[];

/** Those, and that of Cosmo, which makes a configuration for its router instead. */
export const everyComposer = [
  ...composers,
  ['@wundergraph/composition', composeForCosmo],
] as const satisfies readonly (readonly [string, Compose])[];

function composeForCosmo(identity: string, portal: string): ReturnType<Compose> {
  const composed = federateSubgraphs({
    subgraphs: [
      { name: 'identity', url: 'http://identity.test/graphql', definitions: parse(identity) },
      { name: 'portal', url: 'http://portal.test/', definitions: parse(portal) },
    ],
    version: '1',
  });
  const found = composed.success ? composed.warnings : composed.errors;
  return {
    supergraph: '',
    api: composed.success ? composed.federatedGraphClientSchema : null,
    problems: found.map(({ message }) => message),
  };
}
