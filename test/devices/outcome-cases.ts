/** The changes whose outcomes are tested, and what AM or a proxy may do with their write. */
import { expect } from '@jest/globals';
import { deviceIds, type FaultEffect } from '../../src/sandbox/index.ts';
import { places, type Place } from '../reliability/am-traffic.ts';

/** A change of bob's devices. */
export interface Change {
  readonly change: 'removal' | 'renaming' | 'reset';
  readonly kind: 'OATH' | 'WEB_AUTHN';
  readonly write: Place;
  readonly list: Place;
  /** How often the list is read before the write. */
  readonly lists: number;
  /** What AM stores before and after the change. */
  readonly kept: readonly unknown[];
  readonly stored: readonly unknown[];
}

export const newName = 'Another name';
export const key = {
  kind: 'WEB_AUTHN',
  list: { method: 'GET', path: /devices\/2fa\/webauthn\?_queryFilter/ },
  kept: [expect.objectContaining({ deviceName: "Bob's security key" })],
} as const;
const path = /devices\/2fa\/webauthn\//;
const deletion = { method: 'DELETE', path };
export const removal: Change = { ...key, change: 'removal', write: deletion, lists: 1, stored: [] };
export const renaming: Change = {
  ...key,
  change: 'renaming',
  write: { method: 'PUT', path },
  lists: 2,
  stored: [expect.objectContaining({ deviceName: newName })],
};
const reset: Change = {
  change: 'reset',
  kind: 'OATH',
  write: places.oathReset,
  list: places.oathList,
  lists: 1,
  kept: ["Bob's phone", "Bob's old phone"].map((deviceName) =>
    expect.objectContaining({ deviceName }),
  ),
  stored: [],
};
export const changes = { removal, renaming, reset };

const payloadOf = (outcome: string, ...kinds: string[]): object => ({
  outcome,
  errors: kinds.map((__typename) => ({ __typename })),
});
export const done = payloadOf('DONE');
export const stepUp = payloadOf('NOT_DONE', 'StepUpRequired');
export const notDone = payloadOf('NOT_DONE', 'ChangeNotDone');
export const unknown = payloadOf('UNKNOWN', 'ChangeOutcomeUnknown');
export const html = { contentType: 'text/html', body: '<html><body>Oops</body></html>' };
export const pass: FaultEffect = { kind: 'hook', run: () => undefined };

type StatusOptions = Omit<Extract<FaultEffect, { kind: 'status' }>, 'kind' | 'status'>;
export const status = (code: number, more: StatusOptions = {}): FaultEffect => ({
  kind: 'status',
  status: code,
  ...more,
});
export const resetConnection = { kind: 'cut', reset: true } as const;
const applyEffect = true;
export const says = (code: number, message: string): FaultEffect =>
  status(code, { body: { code, message } });

/** AM's good answer to a change that it does not make. */
const good = ({ change }: Change): FaultEffect =>
  status(200, { body: change === 'reset' ? { result: true } : { uuid: deviceIds.bobWebauthn } });

/** A label, what happens to the write, the payload, and how often the list is read again. */
type Case = readonly [string, FaultEffect, object, { applied?: true; rereads?: 0 | 4 | 5 }];

/**
 * The cases of a change. The list is read again unless AM refused the write, and up to four times
 * more while it does not show the change; once more after an error of AM itself.
 */
export function casesOf(change: Change): readonly Case[] {
  return [
    ['applied, then cut', { kind: 'cut', when: 'after' }, done, { applied: true }],
    ['cut before it was applied', { kind: 'cut', when: 'before' }, unknown, { rereads: 4 }],
    ['applied, then a reset', { ...resetConnection, when: 'after' }, done, { applied: true }],
    ['never answered and not applied', { kind: 'blackhole' }, unknown, { rereads: 4 }],
    ['applied, answered late', { kind: 'slowBody', bytesPerSecond: 5 }, done, { applied: true }],
    ['answered well and not applied', good(change), unknown, { rereads: 4 }],
    ['answered by a page and not applied', status(200, html), unknown, { rereads: 4 }],
    ['answered by nothing and not applied', status(200), unknown, { rereads: 4 }],
    ['applied, answered by a page', status(200, { ...html, applyEffect }), done, { applied: true }],
    ...(change === reset
      ? []
      : [['not listed', says(404, 'no'), unknown, { rereads: 4 }] as const]),
    ['500 and not applied', status(500), unknown, { rereads: 4 }],
    ['500 of AM itself', says(500, 'no'), notDone, { rereads: 5 }],
    ['500 but applied', status(500, { applyEffect }), done, { applied: true }],
    ['503 but applied', status(503, { applyEffect }), done, { applied: true }],
    ['504 but applied', status(504, { applyEffect }), done, { applied: true }],
    ['a redirect', { kind: 'redirect', location: '/am/elsewhere' }, unknown, { rereads: 4 }],
    ['applied, answered with half of a JSON', { kind: 'malformed' }, done, { applied: true }],
    ['applied, answered with 2 MB', { kind: 'huge', bytes: 2_000_000 }, done, { applied: true }],
    ['without a second factor', says(403, 'User not permitted.'), stepUp, { rereads: 0 }],
    ['forbidden', says(403, 'Forbidden'), payloadOf('NOT_DONE', 'ChangeRefused'), { rereads: 0 }],
    [
      'not implemented',
      says(501, ''),
      payloadOf('NOT_DONE', 'NotSupportedUpstream'),
      { rereads: 0 },
    ],
    ['too often', says(429, 'Too many'), notDone, { rereads: 0 }],
    // A proxy may have blocked the request, or AM's answer once AM was done.
    ...[401, 403, 408].map(
      (code) => [`${code} by a proxy`, status(code, html), unknown, { rereads: 4 }] as const,
    ),
    ...[401, 403, 404, 408, 429, 501].map(
      (code) =>
        [
          `${code} by a proxy, but applied`,
          status(code, { ...html, applyEffect }),
          done,
          { applied: true },
        ] as const,
    ),
  ];
}
