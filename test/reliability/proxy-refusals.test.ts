/** What a proxy answers to a change in AM's place is not taken for AM's word (reliability R17). */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { deviceIds } from '../../src/sandbox/index.ts';
import type { FaultEffect } from '../../src/sandbox/index.ts';
import { fieldAt } from '../support/json.ts';
import type { SessionHeader } from '../support/peer.ts';
import { useStage } from '../support/stage.ts';
import { places } from './am-traffic.ts';

interface Change {
  readonly what: string;
  readonly mutation: string;
  readonly write: { readonly method: string; readonly path: RegExp };
}

const device = `target: { self: true }, kind: OATH, deviceId: "${deviceIds.aliceOath}"`;
const told = '{ outcome errors { __typename } }';
const changes: readonly Change[] = [
  {
    what: 'reset',
    mutation: `resetOathDevices(input: { target: { self: true } }) ${told}`,
    write: places.oathReset,
  },
  {
    what: 'removal',
    mutation: `removeDevice(input: { ${device} }) ${told}`,
    write: places.oathRemoval,
  },
  {
    what: 'renaming',
    mutation: `renameDevice(input: { ${device}, name: "Another" }) ${told}`,
    write: { method: 'PUT', path: /devices\/2fa\/oath\// },
  },
];

const html = { contentType: 'text/html', body: '<html><body>Oops</body></html>' };
const answered = (outcome: string, ...kinds: string[]): object => ({
  outcome,
  errors: kinds.map((__typename) => ({ __typename })),
});
const notDone = answered('NOT_DONE', 'ChangeNotDone');
const notSupported = answered('NOT_DONE', 'NotSupportedUpstream');
const unknown = answered('UNKNOWN', 'ChangeOutcomeUnknown');

/** What is told where AM did nothing: a proxy that refuses has nothing under way, with any other status it may. */
const refused: readonly (readonly [number, object])[] = [
  [401, notDone],
  [403, answered('NOT_DONE', 'ChangeRefused')],
  [429, notDone],
  [501, notSupported],
  ...[400, 405, 408, 409, 413, 421, 425, 451, 499].map((status) => [status, unknown] as const),
];
const ofReset: readonly (readonly [number, object])[] = [...refused, [404, notSupported]];
const ofOne: readonly (readonly [number, object])[] = [...refused, [404, notDone]];

const stage = useStage('pingam', { anew: true });
let alice: SessionHeader;

beforeEach(async () => {
  alice = await stage.peer.signIn('alice');
});

function sentTo({ method, path }: Change['write']): number {
  const requests = stage.sandbox.received();
  return requests.filter((one) => one.method === method && path.test(one.path)).length;
}

describe.each(changes)('a $what', ({ what, mutation, write }) => {
  async function changed(effect: FaultEffect): Promise<unknown> {
    stage.sandbox.breakNext({ match: write, effect });
    const { data, errors } = await stage.gateway.ask(`mutation { ${mutation} }`, alice);
    expect(errors).toEqual([]);
    expect(sentTo(write)).toBe(1);
    return fieldAt(data, mutation.split('(', 1)[0] ?? '');
  }

  test.each(what === 'reset' ? ofReset : ofOne)(
    'that a proxy answers with %i and AM did not do',
    async (status, wanted) => {
      expect(await changed({ kind: 'status', status, ...html })).toEqual(wanted);
      expect(await stage.peer.deviceIds('alice', 'OATH')).toHaveLength(1);
    },
  );

  test.each([401, 403, 404, 408, 429, 501])(
    'that a proxy answers with %i and AM did',
    async (status) => {
      const effect = { kind: 'status', status, ...html, applyEffect: true } as const;

      expect(await changed(effect)).toEqual(answered('DONE'));
    },
  );
});
