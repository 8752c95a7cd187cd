/** The pages of docs say what is so. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isUnionType } from 'graphql';
import {
  MyDevicesDocument,
  PersonDevicesDocument,
  ResetOathDevicesDocument,
  ResetPushDevicesDocument,
  WhoAmIDocument,
} from '../../schema/generated/operations.ts';
import { errorCodes } from '../../src/domain/failure.ts';
import { createSchema } from '../../src/graph/build-schema.ts';
import { requestErrorCodes } from '../../src/plugins/mask-errors.ts';
import { startTestGateway } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { openSandboxPeer } from '../support/peer.ts';
import type { SandboxPeer, SessionHeader } from '../support/peer.ts';

/** The rows of the tables of a page, each a list of cells without back-ticks. */
async function rowsOf(page: string): Promise<string[][]> {
  const text = await readFile(page, 'utf8');
  return text
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('`', '')),
    );
}

test('the errors page lists exactly the codes', async () => {
  const listed = (await rowsOf('docs/errors.md')).map(([name = '']) => name);
  const union = (await createSchema()).getType('ResetDevicesError');
  const typed = isUnionType(union) ? union.getTypes().map(({ name }) => name) : [];

  const codes = new Set<string>([...errorCodes, ...requestErrorCodes]);
  expect(listed.toSorted()).toEqual([...codes, ...typed].toSorted());
});

describe('the operations page', () => {
  let peer: SandboxPeer;
  let gateway: TestGateway;

  beforeAll(async () => {
    peer = await openSandboxPeer();
    gateway = await startTestGateway(peer, { env: { SESSION_CACHE_SECONDS: '0' } });
    await gateway.ask('{ viewer { realm } }', await peer.signIn('alice')); // learns the cookie's name
  });
  afterAll(async () => {
    await gateway?.stop();
    await peer?.close();
  });

  const operations: Readonly<
    Record<string, (as: SessionHeader, userId: string | null) => Promise<unknown>>
  > = {
    WhoAmI: (as) => gateway.send(WhoAmIDocument, {}, as),
    MyDevices: (as) => gateway.send(MyDevicesDocument, {}, as),
    PersonDevices: (as, userId) => gateway.send(PersonDevicesDocument, { id: userId ?? 'bob' }, as),
    ResetOathDevices: (as, userId) =>
      gateway.send(ResetOathDevicesDocument, { input: { userId } }, as),
    ResetPushDevices: (as, userId) =>
      gateway.send(ResetPushDevicesDocument, { input: { userId } }, as),
  };

  test('counts the calls to AM as they are', async () => {
    const rows = await rowsOf('docs/operations.md');
    const measured: string[][] = [];
    for (const [operation = '', caller = ''] of rows) {
      peer.sandbox.reset();
      const as = await peer.signIn(caller === 'self' ? 'bob' : 'amadmin');
      peer.sandbox.clearReceived();
      await operations[operation]?.(as, caller === 'self' ? null : 'bob');
      measured.push([operation, caller, ...callCounts(peer)]);
    }

    expect(measured).toEqual(rows);
    expect(rows).toHaveLength(7);
  });
});

function callCounts({ sandbox }: SandboxPeer): string[] {
  const calls = sandbox.received().map(({ method, path }) => `${method} ${path}`);
  const count = (pattern: RegExp): string =>
    String(calls.filter((call) => pattern.test(call)).length);
  expect(calls.length).toBe(
    [/getSessionInfo/, /users\/[^/]+\?/, /devices\/.*_queryFilter/, /_action=reset/]
      .map((pattern) => Number(count(pattern)))
      .reduce((sum, one) => sum + one, 0),
  );
  return [
    count(/getSessionInfo/),
    count(/users\/[^/]+\?/),
    count(/devices\/.*_queryFilter/),
    count(/_action=reset/),
  ];
}
