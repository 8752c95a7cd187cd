/**
 * Apollo Server doing the gateway's work with the libraries that most teams would pick: each caller
 * is checked, each request writes a log line and is measured, each call to AM has a timeout and
 * waits for its part of AM. Runs from `bench/.rivals`, where its packages are. Arguments: port,
 * AM's origin.
 */
import { readFileSync } from 'node:fs';
import { ApolloServer } from '@apollo/server';
import { expressMiddleware } from '@as-integrations/express5';
import express from 'express';
import type { Handler } from 'express';
import pLimit from 'p-limit';
import { pinoHttp } from 'pino-http';
import { collectDefaultMetrics, Histogram } from 'prom-client';
import { Pool } from 'undici';
import { cookieName } from '../lib/am-bodies.ts';
import { places } from '../lib/places.ts';
import { createCallerCheck } from '../servers/caller-check.ts';
import type { Get } from '../servers/get-by-request.ts';
import { createPlainResolvers } from '../servers/plain-resolvers.ts';
import type { PlainContext } from '../servers/plain-resolvers.ts';

const [port = '0', origin = ''] = process.argv.slice(2);
const callTimeoutMs = 5_000;
/** Calls in flight to one part of AM. */
const maxCalls = 64;

collectDefaultMetrics();

const requestDuration = new Histogram({
  name: 'http_server_request_duration_seconds',
  help: 'Duration of requests.',
  labelNames: ['method', 'route', 'status'],
});

const callDuration = new Histogram({
  name: 'http_client_request_duration_seconds',
  help: 'Duration of calls to AM.',
  labelNames: ['method', 'upstream', 'status'],
});

const measure: Handler = ({ method, path: route }, response, next) => {
  const end = requestDuration.startTimer();
  response.on('finish', () => end({ method, route, status: response.statusCode }));
  next();
};

function createGet(): Get {
  const pool = new Pool(origin, { connections: 64 });
  const limits = { user: pLimit(maxCalls), oath: pLimit(maxCalls), push: pLimit(maxCalls) };
  return (path, token) => {
    const upstream = path.includes('/2fa/oath') ? 'oath' : path.includes('/2fa/') ? 'push' : 'user';
    return limits[upstream](async () => {
      const end = callDuration.startTimer({ method: 'GET', upstream });
      const headers = { accept: 'application/json', [cookieName]: token };
      const signal = AbortSignal.timeout(callTimeoutMs);
      const { statusCode, body } = await pool.request({ path, method: 'GET', headers, signal });
      const text = await body.text();
      end({ status: statusCode });
      if (statusCode !== 200) throw new Error(`AM answered ${statusCode}`);
      return text;
    });
  };
}

const check = createCallerCheck(origin);

const server = new ApolloServer<PlainContext>({
  typeDefs: readFileSync(places.schema, 'utf8'),
  resolvers: { ...createPlainResolvers(createGet()) },
});
await server.start();

const app = express();
app.use(pinoHttp());
app.use(measure);
app.use(
  '/graphql',
  express.json(),
  expressMiddleware(server, {
    context: async ({ req }) => {
      const token = req.headers[cookieName.toLowerCase()];
      if (typeof token !== 'string' || (await check(token)) === null) {
        throw new Error('not signed in');
      }
      return { token };
    },
  }),
);
app.listen(Number(port), '127.0.0.1');
