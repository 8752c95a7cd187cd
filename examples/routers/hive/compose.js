/**
 * Writes `supergraph.graphql` from the two subgraphs, like a release step: no subgraph needs to
 * run.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { composeServices, compositionHasErrors } from '@theguild/federation-composition';
import { parse } from 'graphql';

/** Each subgraph: its schema from a file, and where the router finds it. */
const subgraphs = [
  {
    name: 'identity',
    file: '../../../schema/subgraph.graphql',
    url: process.env.IDENTITY_URL ?? 'http://127.0.0.1:4000/graphql',
  },
  {
    name: 'portal',
    file: '../../portal/portal.graphql',
    url: process.env.PORTAL_URL ?? 'http://127.0.0.1:4002/',
  },
];

const composed = composeServices(
  subgraphs.map(({ name, file, url }) => {
    const typeDefs = parse(readFileSync(new URL(file, import.meta.url), 'utf8'));
    return { name, url, typeDefs };
  }),
);

if (compositionHasErrors(composed)) {
  process.stderr.write(`${composed.errors.map(({ message }) => message).join('\n')}\n`);
  process.exitCode = 1;
} else {
  writeFileSync(new URL('supergraph.graphql', import.meta.url), composed.supergraphSdl);
  process.stdout.write('supergraph.graphql: identity, portal\n');
}
