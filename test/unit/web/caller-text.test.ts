/** What the agent reads to the caller states only what the outcome confirms. */
import { describe, expect, test } from '@jest/globals';
import { IntlMessageFormat } from 'intl-messageformat';
import { readFileSync } from 'node:fs';
import { callerText } from '../../../web/src/help-desk/caller-text.ts';
import type { Person } from '../../../web/src/help-desk/person.ts';
import { outcomeOfReset, outcomeWithoutAnswer } from '../../../web/src/removal/outcome.ts';
import type { RemovalOutcome } from '../../../web/src/removal/outcome.ts';
import { device, kindReset, personWith, resetPayload } from './removal-samples.ts';

const kinds = ['OATH', 'PUSH', 'WEB_AUTHN', 'BOUND', 'PROFILE', 'TRUSTED'] as const;
type Kind = (typeof kinds)[number];
type Device = ReturnType<typeof device>;

/** A removal of `targets` among `devices`, as AM carries it out, and the devices that stay. */
function removal(
  targets: readonly Device[],
  devices: readonly Device[],
  status: 'DONE' | 'NOT_DONE' | 'NOTHING_TO_RESET' | 'UNKNOWN',
  removed: readonly Device[] = status === 'DONE' ? targets : [],
): [RemovalOutcome, Person] {
  const sent = { targets, devices, sentAt: new Date(), endSessions: false };
  const results = [...new Set(targets.map(({ kind }) => kind))].map((kind) => {
    const ofKind = removed.filter((one) => one.kind === kind);
    const isKept = status === 'DONE' && ofKind.length === 0;
    return kindReset(isKept ? 'NOT_DONE' : status, ofKind, { kind });
  });
  const stays = devices.filter((one) => !removed.includes(one));
  return [outcomeOfReset(sent, resetPayload(results)), personWith(stays)];
}

const keysOf = ([outcome, person]: [RemovalOutcome, Person]): string[] =>
  callerText(outcome, person, { locale: 'en', t: (key) => `<${key}>` }).map((paragraph) =>
    [...paragraph.matchAll(/<([^>]+)>/g)].map(([, key]) => key).join(' '),
  );

function textOf([outcome, person]: [RemovalOutcome, Person]): string[] {
  const messages: Record<string, string> = JSON.parse(readFileSync('web/messages/en.json', 'utf8'));
  const t = (key: string, values?: Readonly<Record<string, string | number>>): string =>
    String(new IntlMessageFormat(messages[key] ?? key, 'en').format({ ...values }));
  return [...callerText(outcome, person, { locale: 'en', t })];
}

const proves: Record<Kind, boolean> = {
  OATH: true,
  PUSH: true,
  WEB_AUTHN: true,
  BOUND: true,
  PROFILE: false,
  TRUSTED: false,
};

test('nothing is said of other ways if a list was not read', () => {
  const phone = device('OATH', 'phone');
  const [outcome, person] = removal([phone], [phone], 'DONE');
  const unread = { __typename: 'DevicesOfKind', kind: 'PUSH', devices: null } as const;
  const devicesByKind = [...(person.devicesByKind ?? []), unread];

  expect(keysOf([outcome, person])).toEqual(['say.gone', 'say.noWay']);
  expect(keysOf([outcome, { ...person, devicesByKind }])).toEqual(['say.gone']);
});

describe.each(kinds)('a removed %s', (kind) => {
  const [one, twin] = [device(kind, 'one'), device(kind, 'twin')];
  const other = device(kind === 'PUSH' ? 'OATH' : 'PUSH', 'other');
  const gone = proves[kind] ? 'say.gone' : `say.forgotten.${kind}`;
  const some = proves[kind] ? 'say.goneSome' : `say.forgotten.${kind}`;
  const next = (key: string): string[] => (proves[kind] ? [key] : []);

  test.each([
    ['done, nothing left', removal([one], [one], 'DONE'), [gone, ...next('say.noWay')]],
    [
      'done, another kind left',
      removal([one], [one, other], 'DONE'),
      [gone, ...next('say.otherWay')],
    ],
    ['done, its twin left', removal([one], [one, twin], 'DONE'), [some, ...next('say.otherWay')]],
    [
      'in part',
      removal([one, twin], [one, twin], 'NOT_DONE', [one]),
      [some, ...next('say.otherWay')],
    ],
    ['not done', removal([one], [one, other], 'NOT_DONE'), ['say.nothing']],
    ['already gone', removal([one], [one, other], 'NOTHING_TO_RESET'), ['say.nothing']],
    ['unknown', removal([one], [one, other], 'UNKNOWN'), ['say.unknown']],
  ])('%s', (_title, made, expected) => {
    const keys = keysOf(made);

    expect(keys).toEqual(expected);
  });
});

const [phone, oldPhone] = [device('OATH', 'phone'), device('OATH', 'old phone')];
const [tablet, passkey] = [device('PUSH', 'tablet'), device('WEB_AUTHN', 'passkey')];
const [browser, desktop] = [device('TRUSTED', 'browser'), device('TRUSTED', 'desktop')];

test.each([
  [
    'one of two',
    removal([phone], [phone, oldPhone], 'DONE'),
    [
      'One of your authenticator-app codes can no longer be used to sign in; the other one still works.',
      'Next time, use your password and your authenticator-app code.',
    ],
  ],
  [
    'trusted browsers',
    removal([browser, desktop], [browser, desktop, phone], 'DONE'),
    [
      '2 trusted browsers are no longer trusted. The next sign-in there may ask for your second step.',
    ],
  ],
  [
    'one kind of two',
    removal([phone, tablet], [phone, tablet, passkey], 'DONE', [tablet]),
    [
      'Your phone approval can no longer be used to sign in. Nothing was changed for your authenticator-app code.',
      'Next time, use your password and your authenticator-app code or passkey.',
    ],
  ],
])('is read aloud: %s', (_what, made, expected) => {
  expect(textOf(made)).toEqual(expected);
});

test('ended sessions are named, and a removal without an answer is called unknown', () => {
  const [outcome, person] = removal([phone], [phone, tablet], 'DONE');
  const sent = { targets: [phone], devices: [phone], sentAt: new Date(), endSessions: true };
  const lost = outcomeWithoutAnswer(sent, null);

  expect(keysOf([{ ...outcome, sessions: 'ENDED' }, person])[0]).toBe('say.gone say.signedOut');
  expect(keysOf([lost, person])).toEqual(['say.unknown']);
});

test('a setup code is announced, and never in the text', () => {
  const [outcome, person] = removal([phone], [phone, tablet], 'DONE');
  const [nothing] = removal([phone], [tablet], 'NOTHING_TO_RESET');
  const setupCode = '7K3MX-QT2BW';

  expect(keysOf([{ ...outcome, setupCode }, person]).at(-1)).toBe('say.code');
  expect(keysOf([{ ...nothing, setupCode }, person])).toEqual(['say.code']);
  expect(textOf([{ ...outcome, setupCode }, person]).join()).not.toContain(setupCode);
});
