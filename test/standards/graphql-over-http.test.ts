/**
 * The audits of `graphql-http`, the reference implementation of the GraphQL over HTTP draft,
 * against a running gateway. In development all pass. In production those that need introspection
 * fail.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import type { Audit, AuditResult } from 'graphql-http';
import { sendRaw } from '../security/raw-http.ts';
import type { RawAnswer } from '../security/raw-http.ts';
import { withoutCost } from '../support/gateway.ts';
import { openStage } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

const hidesSchema = 'asks for introspection, which is off in production (security D5)';

describe.each([
  {
    mode: 'development',
    unfit: {},
    score: { MUST: '13 of 13', SHOULD: '23 of 23', MAY: '25 of 25' },
  },
  {
    mode: 'production',
    unfit: { '28B9': hidesSchema, '2EA1': hidesSchema, D6D5: hidesSchema, '6A70': hidesSchema },
    score: { MUST: '12 of 13', SHOULD: '22 of 23', MAY: '23 of 25' },
  },
])('GraphQL over HTTP, in $mode', ({ mode, unfit, score }) => {
  /** Started by the first audit that needs the address. */
  let stage: Promise<Stage> | undefined;
  const start = (): Promise<Stage> => (stage ??= openStage('pingam', { env: { NODE_ENV: mode } }));
  const audits = serverAudits({ url: async () => `${(await start()).gateway.url}/graphql` });
  const passed: Audit[] = [];

  afterAll(async () => (await stage)?.close());

  describe.each(['MUST', 'SHOULD', 'MAY'])('rules with %s', (level) => {
    const rows = audits
      .filter((audit) => levelOf(audit) === level)
      .map((audit) => [audit.id, audit.name, audit] as const);

    test.each(rows)('%s %s', async (id, _name, audit) => {
      const result = await audit.fn();

      const says = await told(result);
      const isUnfit = id in unfit;
      expect(isUnfit && says !== 'ok' ? 'unfit' : says).toBe(isUnfit ? 'unfit' : 'ok');
      if (result.status === 'ok') passed.push(audit);
    });
  });

  test(`the score is ${Object.entries(score).flat().join(' ')}`, () => {
    const count = (level: string): string => {
      const all = audits.filter((audit) => levelOf(audit) === level);
      return `${passed.filter((audit) => levelOf(audit) === level).length} of ${all.length}`;
    };

    expect({ MUST: count('MUST'), SHOULD: count('SHOULD'), MAY: count('MAY') }).toEqual(score);
    expect(audits).toHaveLength(61);
    expect(new Set(audits.map(({ id }) => id)).size).toBe(61);
  });
});

function levelOf({ name }: Audit): string | undefined {
  return /^(MUST|SHOULD|MAY)\b/.exec(name)?.[1];
}

/** Returns the result of an audit; a failure includes the response. */
async function told(result: AuditResult): Promise<string> {
  if (result.status === 'ok') return 'ok';
  const { status, headers } = result.response;
  return `${result.reason}: ${status} ${headers.get('content-type')}`;
}

describe('methods', () => {
  const portal = 'https://portal.example.com';

  let stage: Stage;
  let alice: Readonly<Record<string, string>>;

  beforeAll(async () => {
    stage = await openStage('pingam', { env: { CORS_ORIGINS: portal } });
    alice = await stage.peer.signIn('alice');
  });
  beforeEach(() => stage.sandbox.clearReceived());
  afterAll(() => stage?.close());

  /** Sends a GET with parameters as alice. */
  function get(parameters: Readonly<Record<string, string>>): Promise<RawAnswer> {
    const path = `/graphql?${new URLSearchParams(parameters).toString()}`;
    return sendRaw(stage.gateway.url, { method: 'GET', path, headers: alice });
  }

  const me = '{"data":{"me":{"id":"alice"}}}';
  const who = 'query Who($id: ID!) { user(id: $id) { id: amId } }';

  describe('GET answers a query', () => {
    test.each([
      ['by itself', { query: '{ me { id: amId } }' }, me],
      ['with an empty name', { query: '{ me { id: amId } }', operationName: '' }, me],
      ['with empty variables', { query: '{ me { id: amId } }', variables: '' }, me],
      ['with variables that are null', { query: '{ me { id: amId } }', variables: 'null' }, me],
      ['with extensions', { query: '{ me { id: amId } }', extensions: '{"a":1}' }, me],
      ['with an unknown parameter', { query: '{ me { id: amId } }', other: 'x' }, me],
      [
        'with variables',
        { query: who, variables: '{"id":"alice"}' },
        '{"data":{"user":{"id":"alice"}}}',
      ],
      [
        'that is chosen by name',
        {
          query: 'query A { gatewayCaller { realm } } query B { me { id: amId } }',
          operationName: 'B',
        },
        me,
      ],
      [
        'that is called null',
        { query: 'query null { me { id: amId } }', operationName: 'null' },
        me,
      ],
    ])('%s', async (_label, parameters, text) => {
      const answer = await get(parameters);

      expect([answer.status, withoutCost(answer.text)]).toEqual([200, text]);
      expect(answer.headers['cache-control']).toBe('no-store');
    });

    test('with letters outside ASCII', async () => {
      const answer = await get({ query: '{ __type(name: "名前🏃") { name } }' });

      expect(withoutCost(answer.text)).toBe('{"data":{"__type":null}}');
    });
  });

  describe('GET refuses', () => {
    test.each([
      ['nothing', {}],
      ['an empty query', { query: '' }],
      ['variables that are a text', { query: '{ me { id: amId } }', variables: '"x"' }],
      ['variables that are a list', { query: '{ me { id: amId } }', variables: '[]' }],
      ['variables that are no JSON', { query: '{ me { id: amId } }', variables: '{' }],
      ['extensions that are no JSON', { query: '{ me { id: amId } }', extensions: 'x' }],
      ['extensions that are a number', { query: '{ me { id: amId } }', extensions: '1' }],
      ['an id that is none', { documentId: 'x' }],
    ])('%s', async (_label, parameters) => {
      const answer = await get(parameters);

      expect(answer.status).toBe(400);
      expect(JSON.parse(answer.text)).toMatchObject({
        errors: [{ extensions: { code: 'BAD_REQUEST' } }],
      });
      expect(stage.sandbox.received()).toEqual([]);
    });
  });

  test.each([
    ['a query', '/graphql?query={__typename}', 200],
    ['a query that does not parse', '/graphql?query={', 200],
    ['no query', '/graphql', 400],
    ['a mutation', '/graphql?query=mutation{__typename}', 405],
    ['life', '/health/live', 200],
    ['readiness', '/health/ready', 200],
    ['an unknown address', '/elsewhere', 404],
  ])('HEAD is answered like GET, without a body: %s', async (_label, path, status) => {
    const headers = { 'x-apollo-operation-name': 'x' };

    const head = await sendRaw(stage.gateway.url, { method: 'HEAD', path, headers });
    const gotten = await sendRaw(stage.gateway.url, { method: 'GET', path, headers });

    const { 'content-length': length, 'content-type': type, allow } = gotten.headers;
    expect([head.status, gotten.status]).toEqual([status, status]);
    expect(head.headers).toMatchObject({ 'content-length': length, 'content-type': type });
    expect(head.headers.allow).toBe(allow);
    expect([head.text, gotten.text.length]).toEqual(['', Number(length)]);
  });

  test.each([
    ['415 tells what is taken', { 'content-type': 'application/graphql' }, 415, 'application/json'],
    ['a taken type tells nothing', {}, 200, undefined],
  ])('%s', async (_label, headers, status, accept) => {
    const answer = await sendRaw(stage.gateway.url, {
      headers,
      body: '{"query":"{ __typename }"}',
    });

    expect([answer.status, answer.headers['accept']]).toEqual([status, accept]);
  });
});
