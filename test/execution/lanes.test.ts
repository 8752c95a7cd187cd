/** Every way in which an operation can run gives the same answer, calls AM alike and leaves the same log. */
import { ApolloServer } from '@apollo/server';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { callersAt } from '../access/cast.ts';
import type { Caller } from '../access/cast.ts';
import { writesTo } from '../access/received.ts';
import type { CallerName } from '../access/matrix.ts';
import type { Fault } from '../../src/sandbox/index.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import { idOfPerson } from '../support/global-ids.ts';
import { documentedOperations, laneNames, openLanes } from './lanes.ts';
import type { Lanes, Sent, Trace } from './lanes.ts';
import { byKind, kinds, odd, oddDocuments } from './odd-requests.ts';

const callers: readonly CallerName[] = [
  'nobody',
  'an ended session',
  'alice',
  'a bearer for alice who may read',
  'a bearer for alice who may read and reset',
  'helen of the help desk',
  'oscar the administrator',
  'amadmin the super user',
];

/** Whom an operation names; nobody where it is about the caller. */
const targets = [null, 'alice', 'bob', 'vera', 'not-there'] as const;
type Target = (typeof targets)[number];

/** As a change names them: nobody is the caller. */
const targetOf = (id: Target): object => (id === null ? { self: true } : { user: { id } });
const device = { kind: 'OATH', deviceId: deviceIds.bobOath };
const operations: Readonly<Record<string, (target: Target) => Sent['variables'] | null>> = {
  AllMyDevices: alone,
  Capabilities: alone,
  MyDevices: alone,
  MyDevicesPage: alone,
  Viewer: alone,
  WhoAmI: alone,
  HelpDeskPerson: (id) => id && { id },
  PersonActions: (id) => id && { id },
  PersonHistory: (id) => id && { id },
  RealmHistory: () => ({ first: 2 }),
  PersonDevices: (id) => id && { id, realm: 'alpha' },
  SearchPeople: (search) => search && { search, first: 2 },
  RemoveDevice: (id) => ({ input: { target: targetOf(id), ...device } }),
  RenameDevice: (id) => ({ input: { target: targetOf(id), ...device, name: 'new' } }),
  ResetDevices: (id) => ({ input: { target: targetOf(id), kinds: ['OATH', 'TRUSTED'] } }),
  ResetOathDevices: (id) => ({ input: { target: targetOf(id) } }),
  ResetPushDevices: (id) => ({ input: { target: targetOf(id) } }),
};

let lanes: Lanes;
let cast: Record<CallerName, Caller>;
let documents: ReadonlyMap<string, string>;

beforeAll(async () => {
  documents = await documentedOperations();
  lanes = await openLanes({ documents: oddDocuments });
  await signIn();
});
afterAll(() => lanes?.close());

test('every documented operation is tried', () => {
  expect(Object.keys(operations).toSorted()).toEqual([...documents.keys()].toSorted());
});

test.each([
  ['interpreted', 1],
  ['planned', 0],
] as const)('the %s lane asks Apollo Server %i times', async (lane, times) => {
  const asked = jest.spyOn(ApolloServer.prototype, 'executeOperation');
  try {
    const query = documents.get('MyDevices') ?? '';

    const { body } = await lanes.trace(lane, { query }, cast.alice.header);

    expect(body).toContain(`"id":"${idOfPerson('alice')}"`);
    expect(asked).toHaveBeenCalledTimes(times);
  } finally {
    asked.mockRestore();
  }
});

test.each(
  laneNames.flatMap((lane) => [
    { lane, query: kinds },
    { lane, query: byKind },
  ]),
)(
  'the $lane lane reads the kinds that the variables say, each time: $query',
  async ({ lane, query }) => {
    const calls: number[] = [];
    for (const variables of [undefined, { kinds: ['OATH'] }, { kinds: ['OATH', 'PUSH'] }, {}]) {
      const sent = { query, ...(variables && { variables }) };
      const trace = await lanes.trace(lane, sent, cast.alice.header);
      calls.push(trace.calls.filter((call) => call.includes('/devices/')).length);
    }

    expect(calls).toEqual([6, 1, 2, 6]);
  },
);

describe.each(Object.keys(operations))('%s', (name) => {
  test.each(callers)('is the same on every lane for %s', async (caller) => {
    const different: unknown[] = [];
    let tried = 0;
    for (const target of targets) {
      const variables = operations[name]?.(target);
      if (variables === null) continue;
      const sent: Sent = { query: documents.get(name) ?? '', ...(variables && { variables }) };
      different.push(...(await differencesOf(sent, caller)));
      tried += 1;
    }

    expect(different).toEqual([]);
    expect(tried).toBeGreaterThan(0);
  });
});

test.each(odd)('$what is the same on every lane', async ({ sent, by = 'alice', code }) => {
  const traces = await tracesOf(sent, by);

  expect(traces[0]?.body).toContain(code ?? '"data"');
  expect(traces).toEqual(laneNames.map(() => traces[0]));
});

interface Broken {
  readonly what: string;
  readonly path: RegExp;
  readonly effect: Fault['effect'];
}

const paths = { session: /getSessionInfo/, person: /users\/[^/]+\?/, oath: /2fa\/oath/ };
const effects: readonly (readonly [string, Fault['effect']])[] = [
  ['500', { kind: 'status', status: 500 }],
  ['503', { kind: 'status', status: 503 }],
  ['404', { kind: 'status', status: 404, body: { code: 404, message: 'nothing' } }],
  ['403', { kind: 'status', status: 403, body: { code: 403, message: 'User not permitted.' } }],
  ['401', { kind: 'status', status: 401, body: { code: 401, message: 'Access Denied' } }],
  ['malformed JSON', { kind: 'malformed' }],
  ['JSON of another shape', { kind: 'body', body: { result: 7, valid: 7 } }],
  ['a redirect', { kind: 'redirect', location: 'http://127.0.0.1:9/' }],
];
const broken: readonly Broken[] = Object.entries(paths).flatMap(([place, path]) =>
  effects.map(([effect, value]) => ({ what: `${effect} for the ${place}`, path, effect: value })),
);

describe.each(['MyDevices', 'AllMyDevices', 'ByKind', 'ResetOathDevices'])(
  '%s when AM answers',
  (name) => {
    test.each(broken)('$what is the same on every lane', async ({ path, effect }) => {
      const variables = { ...(name.startsWith('Reset') && { input: { target: { self: true } } }) };
      const sent = { query: documents.get(name) ?? byKind, variables };

      const traces: Trace[] = [];
      for (const lane of laneNames) {
        await signIn();
        lanes.peer.sandbox.breakNext({ match: { path }, times: Infinity, effect });
        traces.push(await lanes.trace(lane, sent, cast.alice.header));
      }

      expect(traces).toEqual(laneNames.map(() => traces[0]));
      // A person whom AM does not find is no failure.
      expect(traces[0]?.body).toMatch(/"errors"|"me":null/);
    });
  },
);

test.each(['person', 'oath'] as const)(
  'no answer of AM for the %s is the same on every lane',
  async (place) => {
    const hasty = await openLanes({ env: { AM_TIMEOUT_MS: '1500' } });
    try {
      const as = await hasty.peer.signIn('alice');
      const sent = { query: documents.get('MyDevices') ?? '' };
      const effect = { kind: 'blackhole' } as const;
      hasty.peer.sandbox.breakNext({ match: { path: paths[place] }, times: Infinity, effect });

      const traces: Trace[] = [];
      for (const lane of laneNames) traces.push(await hasty.trace(lane, sent, as));

      expect(traces).toEqual(laneNames.map(() => traces[0]));
      expect(traces[0]?.body).toContain('UPSTREAM_TIMEOUT');
    } finally {
      await hasty.close();
    }
  },
);

function alone(target: Target): Sent['variables'] | null {
  return target === null ? {} : null;
}

/** What the lanes make of a request, each from the same start. */
async function tracesOf(sent: Sent, caller: CallerName): Promise<readonly Trace[]> {
  const traces: Trace[] = [];
  for (const lane of laneNames) {
    traces.push(await lanes.trace(lane, sent, cast[caller].header));
    if (writesTo(lanes.peer.sandbox).length > 0) await signIn();
  }
  return traces;
}

async function differencesOf(sent: Sent, caller: CallerName): Promise<readonly unknown[]> {
  const [first, ...others] = await tracesOf(sent, caller);
  return others.flatMap((trace, index) =>
    JSON.stringify(trace) === JSON.stringify(first)
      ? []
      : [{ lane: laneNames[index + 1], variables: sent.variables, trace, wanted: first }],
  );
}

/** Everything back to the start, and everybody signed in anew. */
async function signIn(): Promise<void> {
  await lanes.reset();
  cast = await callersAt({
    peer: lanes.peer,
    sandbox: lanes.peer.sandbox,
    gateway: lanes.gateways.interpreted,
    close: lanes.close,
  });
}
