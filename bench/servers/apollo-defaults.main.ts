/** Apollo Server as its guide starts it, on our schema. Arguments: port, AM's origin. */
import { readFileSync } from 'node:fs';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { cookieName } from '../lib/am-bodies.ts';
import { places } from '../lib/places.ts';
import { createRequestGet } from './get-by-request.ts';
import { createPlainResolvers } from './plain-resolvers.ts';
import type { PlainContext } from './plain-resolvers.ts';

const [port = '0', origin = ''] = process.argv.slice(2);

const server = new ApolloServer<PlainContext>({
  typeDefs: readFileSync(places.schema, 'utf8'),
  resolvers: { ...createPlainResolvers(createRequestGet(origin)) },
});

await startStandaloneServer(server, {
  listen: { port: Number(port), host: '127.0.0.1' },
  context: async ({ req }) => ({ token: String(req.headers[cookieName.toLowerCase()]) }),
});
