/** Trusted documents run on graphql-js and all others on Apollo Server, with the same results. */
import { ApolloServer } from '@apollo/server';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { callersAt, type Caller } from '../access/cast.ts';
import type { CallerName } from '../access/matrix.ts';
import { executors, openExecutorStage, type Executor, type ExecutorStage } from './executors.ts';
import { byKind, kinds, unusualDocuments, unusualRequests } from './unusual-requests.ts';

let stage: ExecutorStage;
let cast: Record<CallerName, Caller>;

beforeAll(async () => {
  stage = await openExecutorStage(unusualDocuments);
  await resetStage();
});
afterAll(() => stage?.close());

test.each<readonly [Executor, number]>([
  ['graphql-js', 0],
  ['Apollo Server', 1],
])('a document for %s reaches Apollo Server %i times', async (executor, times) => {
  const executeOperation = jest.spyOn(ApolloServer.prototype, 'executeOperation');
  try {
    const { body } = await stage.trace(executor, { query: kinds }, cast.alice.header);

    expect(body).toContain('"kind":"OATH"');
    expect(executeOperation).toHaveBeenCalledTimes(times);
  } finally {
    executeOperation.mockRestore();
  }
});

test.each(
  executors.flatMap((executor) => [
    { executor, query: kinds },
    { executor, query: byKind },
  ]),
)('$executor reads the kinds in the variables of each request: $query', async (row) => {
  const calls: number[] = [];
  for (const variables of [undefined, { kinds: ['OATH'] }, { kinds: ['OATH', 'PUSH'] }, {}]) {
    const request = { query: row.query, ...(variables && { variables }) };
    const trace = await stage.trace(row.executor, request, cast.alice.header);
    calls.push(trace.calls.filter((call) => call.includes('/devices/')).length);
  }

  expect(calls).toEqual([6, 1, 2, 6]);
});

test.each(unusualRequests)('both executors treat $what alike', async ({ request, by, code }) => {
  const traces = [];
  for (const executor of executors) {
    if (request.query.includes('mutation ')) await resetStage();
    traces.push(await stage.trace(executor, request, cast[by ?? 'alice'].header));
  }

  expect(traces[0]?.body).toContain(code ?? '"data"');
  expect(traces[1]).toEqual(traces[0]);
});

async function resetStage(): Promise<void> {
  await stage.reset();
  const { peer, gateway, close } = stage;
  cast = await callersAt({ peer, sandbox: peer.sandbox, gateway, close });
}
