/** The changes whose outcomes are tested, and what AM or a proxy may do with their calls. */
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
const key = {
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
export const changes = [removal, renaming, reset];

const payloadOf = (outcome: string, ...kinds: string[]): object => ({
  outcome,
  errors: kinds.map((code) => ({ code })),
});
export const done = payloadOf('DONE');
export const stepUp = payloadOf('NOT_DONE', 'STEP_UP_REQUIRED');
export const notDone = payloadOf('NOT_DONE', 'NOT_DONE');
export const unknown = payloadOf('UNKNOWN', 'OUTCOME_UNKNOWN');
const html = { contentType: 'text/html', body: '<html><body>Oops</body></html>' };
export const pass: FaultEffect = { kind: 'hook', run: () => undefined };

type StatusOptions = Omit<Extract<FaultEffect, { kind: 'status' }>, 'kind' | 'status'>;
export const status = (code: number, more: StatusOptions = {}): FaultEffect => ({
  kind: 'status',
  status: code,
  ...more,
});
const resetConnection = { kind: 'cut', reset: true } as const;
const says = (code: number, message: string): FaultEffect =>
  status(code, { body: { code, message } });
const nothing: FaultEffect = { kind: 'blackhole' };

/** What happens to which call of a change, and the result: a payload, or a code in its place. */
export interface Case {
  readonly label: string;
  readonly at: 'write' | 'list before' | 'list after';
  readonly effect: FaultEffect;
  readonly wanted: object | string;
  /** Whether AM makes the change. */
  readonly applied?: boolean;
  /** How often the list is read after the write. */
  readonly rereads?: number;
}

/**
 * The cases of a change: all of them for a removal. The list is read again unless AM refused the
 * write, and up to four times more while it does not show the change; once more after an error of
 * AM itself.
 */
export function casesOf(change: Change): readonly Case[] {
  return change === removal ? allCases(change) : allCases(change).filter(isForEach);
}

const isForEach = ({ label }: Case): boolean =>
  /^(applied, then cut|cut before|answered (?:well|by \{|by wrong)|500 of AM|without a|forbidden|not impl|403 by a proxy$|401 of AM|503 before|a page after)/.test(
    label,
  );

function allCases({ change }: Change): readonly Case[] {
  const isMade = { wanted: done, applied: true, rereads: 1 };
  const isUnclear = { wanted: unknown, rereads: 4 };
  /** AM's good answer to a change that it does not make. */
  const good = { body: change === 'reset' ? { result: true } : { uuid: deviceIds.bobWebauthn } };
  const writes: readonly (readonly [string, FaultEffect, Partial<Case> & Pick<Case, 'wanted'>])[] =
    [
      ['applied, then cut', { kind: 'cut', when: 'after' }, isMade],
      ['cut before it was applied', { kind: 'cut', when: 'before' }, isUnclear],
      ['applied, then a reset', { ...resetConnection, when: 'after' }, isMade],
      ['never answered and not applied', nothing, isUnclear],
      ['applied, answered late', { kind: 'slowBody', bytesPerSecond: 5 }, isMade],
      ['answered well and not applied', status(200, good), isUnclear],
      ['answered by a page and not applied', status(200, html), isUnclear],
      ['answered by nothing and not applied', status(200), isUnclear],
      // R32: so answers a proxy.
      ['answered by {} and not applied', status(200, { body: {} }), isUnclear],
      ['answered by wrong types', status(200, { body: { result: 'true', uuid: 7 } }), isUnclear],
      ['applied, answered by {}', status(200, { body: {}, applyEffect: true }), isMade],
      ['applied, result: null', status(200, { body: { result: null }, applyEffect: true }), isMade],
      ['not listed', says(404, 'no'), isUnclear],
      ['500 and not applied', status(500), isUnclear],
      ['500 of AM itself', says(500, 'no'), { wanted: notDone, rereads: 5 }],
      ['a redirect', { kind: 'redirect', location: '/am/elsewhere' }, isUnclear],
      ['applied, answered with half of a JSON', { kind: 'malformed' }, isMade],
      ['applied, answered with 2 MB', { kind: 'huge', bytes: 2_000_000 }, isMade],
      ['without a second factor', says(403, 'User not permitted.'), { wanted: stepUp }],
      ['forbidden', says(403, 'Forbidden'), { wanted: payloadOf('NOT_DONE', 'REFUSED_BY_AM') }],
      ['not implemented', says(501, ''), { wanted: payloadOf('NOT_DONE', 'NOT_SUPPORTED') }],
      ['too often', says(429, 'Too many'), { wanted: notDone }],
      ['401 of AM', says(401, 'Access Denied'), { wanted: 'UNAUTHENTICATED' }],
      // A proxy may have blocked the request, or AM's answer once AM was done.
      ...[401, 403, 408].map(
        (code) => [`${code} by a proxy`, status(code, html), isUnclear] as const,
      ),
      ...[200, 401, 403, 404, 429, 501, 504].map((code) => {
        const effect = status(code, { ...(code < 500 && html), applyEffect: true });
        return [`${code} by a proxy, but applied`, effect, isMade] as const;
      }),
    ];
  const lists: readonly (readonly [string, FaultEffect, code: string | null])[] = [
    ['500', status(500), 'UPSTREAM_ERROR'],
    ['503', status(503), 'UPSTREAM_UNAVAILABLE'],
    ['no answer', nothing, 'UPSTREAM_TIMEOUT'],
    ['a page', status(200, html), 'UPSTREAM_CONTRACT'],
    ['401', status(401), null],
    ['half of a JSON', { kind: 'malformed' }, null],
  ];
  return [
    ...writes.map(([label, effect, more]) => ({
      label,
      at: 'write' as const,
      effect,
      rereads: 0,
      ...more,
    })),
    ...lists.flatMap(([label, effect, code]): readonly Case[] => [
      ...(code === null
        ? []
        : [{ label: `${label} before`, at: 'list before' as const, effect, wanted: code }]),
      { label: `${label} after it`, at: 'list after', effect, wanted: unknown, applied: true },
    ]),
  ];
}

/** What happens to a write that AM makes later. */
export const late: readonly (readonly [string, FaultEffect])[] = [
  ['is cut', { kind: 'cut', when: 'before' }],
  ['has its connection reset', { ...resetConnection, when: 'before' }],
  ['gets a 502 of a balancer', status(502, html)],
  ['gets a 503 of a balancer', status(503)],
  ['gets half an answer', status(200, { body: '{"resul' })],
];
