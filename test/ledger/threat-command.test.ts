/** The command `identity-gateway threat`, which needs neither AM nor a gateway (decision 67). */
import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { levelSocketIn } from '../../src/ledger/security/level-socket.ts';
import { commandResult, type CommandResult } from '../support/run-command.ts';
import { secretFile, withLists } from '../support/with-lists.ts';
import { anIntent, terms } from './builders.ts';
import { createStore, recordsOf, verifyAll, type TestStore } from './stores.ts';

let store: TestStore;

beforeEach(async () => {
  store = await createStore();
  await (await store.open()).close();
});
afterEach(() => store.remove());

function threat(args: readonly string[], more = {}): Promise<CommandResult> {
  const { folder, postgres } = store.settings;
  const env = { DATA_DIR: folder, ...(postgres && { DATABASE_URL: postgres.url }), ...more };
  return commandResult(['threat', ...args], env);
}

const because = ['--reason', 'phished help desk'];

test('shows that all served realms are normal', async () => {
  expect(await threat(['show'], { AM_REALMS: 'alpha,beta' })).toEqual({
    code: 0,
    out: ['alpha normal', 'beta normal'],
    err: [],
  });
});

test.each([
  ['a duration', '+4h', 4 * 3_600_000],
  ['minutes', '+30m', 30 * 60_000],
  ['days', '+7d', 7 * 86_400_000],
])('sets a level for %s, which is recorded and in force', async (_label, until, ms) => {
  const before = Date.now();
  const { code, out, err } = await threat(['set', 'alpha', 'locked', '--until', until, ...because]);

  expect([code, err]).toEqual([0, []]);
  expect(out).toEqual([
    expect.stringMatching(
      /^alpha locked until \S+ since \S+ by the command line: phished help desk$/,
    ),
  ]);
  store.clock.now = Date.now();
  const ledger = await store.open();
  const [state] = (await ledger.threats?.current()) ?? [];
  expect(state).toMatchObject({ realm: 'alpha', level: 'LOCKED', actor: null });
  expect(Date.parse(state?.until ?? '') - before).toBeGreaterThanOrEqual(ms);
  expect((await ledger.begin(anIntent(), terms())).kind).toBe('refused');
  expect((await verifyAll(ledger.store)).broken).toBeNull();
});

test('sets a level until a time, and lifts it', async () => {
  const until = new Date(Date.now() + 3_600_000).toISOString();
  await threat(['set', 'alpha', 'FROZEN', '--until', until, ...because]);
  expect((await threat(['show'])).out[0]).toContain(`alpha frozen until ${until} since `);

  const lifted = await threat(['set', 'alpha', 'normal', '--reason', 'all clear']);
  expect(lifted).toEqual({ code: 0, out: ['alpha normal'], err: [] });
  const kinds = await store.bare(async (kept) =>
    (await recordsOf(kept)).map(({ kind, result }) => [kind, result]),
  );
  expect(kinds).toEqual([
    ['threat', 'FROZEN'],
    ['threat', 'NORMAL'],
  ]);
});

test('sets and lifts a level while a gateway has the ledger open, on either engine', async () => {
  const ledger = await openLedger(store.settings, { warn: (text) => warned.push(text) });
  const warned: string[] = [];
  const begun = async () => {
    const change = await ledger.begin(anIntent(), terms());
    return change.kind === 'refused' ? change.failure.code : change.kind;
  };
  try {
    const frozen = await threat(['set', 'alpha', 'frozen', '--until', '+1h', ...because]);
    expect([frozen.code, frozen.err]).toEqual([0, []]);
    expect(frozen.out[0]).toMatch(/^alpha frozen until \S+ since \S+ by the command line: phished/);
    expect(await begun()).toBe('THREAT_LEVEL');

    expect((await threat(['set', 'alpha', 'normal', ...because])).out).toEqual(['alpha normal']);
    // Another process is asked again within a second.
    while ((await begun()) === 'THREAT_LEVEL') await pause(100);
    expect(warned).toEqual([]);
  } finally {
    await ledger.close();
  }
  expect(existsSync(levelSocketIn(store.settings.folder))).toBe(false);
});

test('notifies the receivers of security events, and sets the level without them', async () => {
  const siem = (secrets: readonly unknown[]) =>
    withLists({
      webhooks: [
        { name: 'siem', url: 'https://events.example.com/hook', secrets, events: ['security'] },
      ],
      mail: { team: [{ to: 'soc@example.com', events: ['security'] }] },
    });
  const secrets = [secretFile(`whsec_${'A'.repeat(32)}`)];
  await threat(['set', 'alpha', 'guarded', '--until', '+1h', ...because], siem(secrets));
  const { code, err } = await threat(
    ['set', 'alpha', 'frozen', '--until', '+1h', ...because],
    siem([]),
  );

  expect(code).toBe(0);
  expect(err).toEqual([expect.stringContaining('No receiver is notified: ')]);
  store.clock.now = Date.now();
  const ledger = await store.open(['webhook:siem'], ['security']);
  const event = { type: 'threat-level', level: 'GUARDED', role: null };
  for (const channel of ['webhook:siem', 'mail:security']) {
    const messages = await ledger.outbox.claim(channel, 10);
    expect(messages.map((one) => one.event)).toMatchObject([{ kind: 'security', event }]);
  }
});

test.each([
  ['no command', [], 'Unknown command'],
  ['another command', ['raise'], 'Unknown command "raise"'],
  ['no level', ['set', 'alpha'], 'LEVEL is missing.'],
  ['another level', ['set', 'alpha', 'red', ...because], 'normal, guarded, locked, frozen'],
  ['a realm that is not served', ['set', 'alhpa', 'frozen', '--until', '+1h', ...because], 'alhpa'],
  ['no end', ['set', 'alpha', 'frozen', ...because], '--until: Give a time within'],
  ['an end that is no time', ['set', 'alpha', 'frozen', '--until', '4'], '--until: expected'],
  ['no reason', ['set', 'alpha', 'frozen', '--until', '+1h'], '--reason: Give a reason'],
])('refuses %s, and records nothing', async (_label, args, message) => {
  const { code, out, err } = await threat(args);

  expect([code, out]).toEqual([64, []]);
  expect(err[0]).toContain(message);
  expect(await store.bare(recordsOf)).toEqual([]);
});
