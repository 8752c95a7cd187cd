/**
 * Mercurius on fastify with graphql-jit, on our schema. Runs from `bench/.rivals`, where its packages are.
 * Arguments: port, AM's origin.
 */
import { readFileSync } from 'node:fs';
import fastify from 'fastify';
import mercurius from 'mercurius';
import { cookieName } from '../lib/am-bodies.ts';
import { places } from '../lib/places.ts';
import { createPlainResolvers } from '../servers/plain-resolvers.ts';

const [port = '0', origin = ''] = process.argv.slice(2);

const app = fastify();
await app.register(mercurius, {
  schema: readFileSync(places.schema, 'utf8'),
  resolvers: createPlainResolvers(origin),
  jit: 1,
  context: ({ headers }: { headers: Record<string, string | undefined> }) => ({
    token: String(headers[cookieName.toLowerCase()]),
  }),
});
await app.listen({ port: Number(port), host: '127.0.0.1' });
