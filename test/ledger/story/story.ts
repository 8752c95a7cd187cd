/**
 * A story of two gateways on one PostgreSQL in front of one AM, played round by round and judged.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { openLedger } from '../../../src/ledger/open-ledger.ts';
import { verify } from '../../../src/ledger/upkeep/verify.ts';
import { recordOf } from '../../devices/demo-devices.ts';
import { openBetween } from '../../e2e/am-between.ts';
import { realmPath } from '../../openam/am-rest.ts';
import { until } from '../../reliability/am-traffic.ts';
import type { Workplace } from '../../reliability/built-gateway.ts';
import { startTestGateway } from '../../support/gateway.ts';
import { fieldAt, listAt } from '../../support/json.ts';
import type { Peer, SessionHeader } from '../../support/peer.ts';
import { createStore, recordsOf } from '../stores.ts';
import type { TestStore } from '../stores.ts';
import { devicesOf, drawRound, staff } from './drawn.ts';
import type { Change, Fault, Round, Scene } from './drawn.ts';
import { missingWithoutCause, writtenAtOnce, wrongInRecords, wrongOf } from './judge.ts';
import type { Limits, Lists, Played } from './judge.ts';
import { startPair } from './processes.ts';
import type { Pair, Told } from './processes.ts';
import { withLists } from '../../support/with-lists.ts';

/** The rounds that were played, and everything that was wrong. */
export interface Report {
  readonly wrong: readonly string[];
  readonly sends: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly crashes: number;
}

/** The dependencies of a story. */
export interface Cast {
  readonly peer: Peer;
  readonly workplace: Workplace;
  readonly scene: Scene;
  readonly limits: Limits;
}

const documents = {
  reset: `mutation ($input: ResetDevicesInput!) { resetDevices(input: $input) {
    isReplayed change { id: reference } results { outcome } } }`,
  remove: `mutation ($input: RemoveDeviceInput!) { removeDevice(input: $input) {
    outcome isReplayed change { id: reference } } }`,
  rename: `mutation ($input: RenameDeviceInput!) { renameDevice(input: $input) {
    outcome isReplayed change { id: reference } } }`,
};

/** Plays a story to its end. */
export async function playStory(cast: Cast): Promise<Report> {
  const { peer, workplace, scene, limits } = cast;
  const store = await createStore('PostgreSQL');
  const between = await openBetween(peer.url);
  const env = {
    AM_COOKIE_NAME: peer.cookieName,
    ...withLists({
      limits: {
        staffChanges: limits.staff.map(({ most, withinSeconds }) => ({
          most,
          within: `${withinSeconds}s`,
        })),
        personChanges: [{ most: limits.person, within: '1h' }],
      },
    }),
  };
  const pair = await startPair({ workplace, peer, amUrl: between.url, ...store, env });
  try {
    const sessions = new Map<string, SessionHeader>();
    for (const name of staff) sessions.set(name, await peer.signIn(name));
    const stage: Stage = {
      ...cast,
      store,
      between,
      pair,
      sessions,
      admin: await peer.signIn('amadmin'),
    };
    const all: Played[] = [];
    const wrong: string[] = [];
    let crashes = 0;
    for (let number = 0; number < scene.rounds; number += 1) {
      const round = drawRound(scene, number);
      const { played, wrong: found } = await playRound(stage, round);
      all.push(...played);
      wrong.push(...found);
      if (round.fault?.kind === 'crash') crashes += 1;
    }
    const { rows, verdict } = await store.bare(async (kept) => ({
      rows: await recordsOf(kept),
      verdict: await verify(kept, { from: undefined, heads: [], progress: () => undefined }),
    }));
    if (verdict.broken !== null) wrong.push(`broken: ${verdict.broken.why}`);
    wrong.push(...wrongInRecords(rows, { played: all, limits }));
    const told = all.flatMap((one) => one.told);
    return { wrong, sends: told.length, outcomes: countsOf(told), crashes };
  } finally {
    await pair.close();
    await between.close();
    await store.remove();
  }
}

interface Stage extends Cast {
  readonly store: TestStore;
  readonly between: Awaited<ReturnType<typeof openBetween>>;
  readonly pair: Pair;
  readonly sessions: ReadonlyMap<string, SessionHeader>;
  readonly admin: SessionHeader;
}

interface PlayedRound {
  readonly played: readonly Played[];
  readonly wrong: readonly string[];
}

async function playRound(stage: Stage, { changes, fault, number }: Round): Promise<PlayedRound> {
  const people = [...new Set(changes.map(({ person }) => person))];
  const before = new Map<string, readonly string[]>();
  await Promise.all(
    people.map(async (person) => {
      const attributes: Record<string, readonly string[]> = {};
      for (const demo of stage.scene.kinds) {
        const ids = devicesOf(number, person, demo);
        before.set(`${person} ${demo.kind}`, ids);
        attributes[demo.attribute] = ids.map((id) => recordOf(demo, id, id));
      }
      await stage.peer.plant(person, attributes);
    }),
  );
  const [told] = await Promise.all([
    Promise.all(changes.map((change) => askAsDrawn(stage, change))),
    fault === null ? undefined : goWrong(stage, fault),
  ]);
  await settle(stage, told.flat());
  // After any fault, a repeat through either gateway returns the outcome, and sends nothing twice.
  const again = await Promise.all(
    changes.map((change, at) => askOnce(stage, change, { via: at % 2 === 0 ? 0 : 1, nth: 9 })),
  );
  const after = await listsOf(stage, people);
  const writes = stage.between.deviceWrites();
  const played = changes.map((change, at) => ({
    change,
    told: [...(told[at] ?? []), ...again.slice(at, at + 1)],
    writes: writes.filter(({ transaction }) => transaction.startsWith(`${change.id}-t`)),
  }));
  const lists = (name: string): Lists => ({
    before: before.get(name) ?? [],
    after: after.get(name) ?? [],
  });
  const nameOf = ({ person, demo }: Change): string => `${person} ${demo.kind}`;
  const wrong = played.flatMap((one) => {
    const name = nameOf(one.change);
    const isAlone = played.filter(({ change }) => nameOf(change) === name).length === 1;
    const mayBePartly = !isAlone || !one.change.demo.atOnce;
    const hadCrash = fault?.kind === 'crash';
    const mayBeUnknown = hadCrash && one.change.act === 'reset' && mayBePartly;
    const found = wrongOf(one, { lists: lists(name), mayBeUnknown });
    return found.map((what) => `${one.change.id}: ${what}`);
  });
  for (const name of before.keys()) {
    const ofList = played.filter(({ change }) => nameOf(change) === name);
    const missing = missingWithoutCause(lists(name), ofList);
    wrong.push(...missing.map((id) => `${id} is gone, and nobody has removed it`));
    // A write of a killed gateway continues at AM, and its lock is lost with its connection.
    if (fault === null) wrong.push(...writtenAtOnce(ofList));
  }
  return { played, wrong };
}

async function askAsDrawn(stage: Stage, change: Change): Promise<Told[]> {
  return Promise.all(
    change.sends.map(async ({ via, atMs }, nth) => {
      await sleep(atMs);
      return askOnce(stage, change, { via, nth });
    }),
  );
}

async function askOnce(
  { pair, peer, sessions }: Stage,
  { id, act, actor, person, demo: { kind }, deviceId }: Change,
  { via, nth }: { readonly via: 0 | 1; readonly nth: number },
): Promise<Told> {
  const of = {
    reset: { kinds: [kind], endSessions: false },
    remove: { kind, deviceId, endSessions: false },
    rename: { kind, deviceId, name: `by ${id}` },
  };
  const target = { user: { id: peer.idOf(person) } };
  return pair.ask(via, {
    document: documents[act],
    input: { target, idempotencyKey: id, ...of[act] },
    as: sessions.get(actor) ?? {},
    correlationId: `${id}-t${nth}`,
  });
}

async function goWrong({ pair }: Stage, { kind, via, atMs }: Fault): Promise<void> {
  await sleep(atMs);
  if (kind === 'crash') await pair.crash(via);
  else if (kind === 'cut') pair.cut();
  else await pair.away(200);
}

/**
 * Waits until all answers are recorded, and closes open changes, like a start two minutes later.
 */
async function settle({ store, peer }: Stage, told: readonly Told[]): Promise<void> {
  const later = (): number => Date.now() + 180_000;
  const ledger = await openLedger(
    { ...store.settings, folder: `${store.settings.folder}/later` },
    { now: later, warn: () => undefined },
  );
  const query = { before: new Date(later()) };
  const answered = new Set(
    told.map((one) => (one.kind === 'answer' ? one.payload.change?.id : undefined)),
  );
  try {
    let open = await ledger.openIntents(query);
    const isAwaited = (): boolean => open.some(({ id }) => answered.has(id));
    await until(
      'what was answered is recorded',
      async () => {
        open = await ledger.openIntents(query);
        return !isAwaited();
      },
      60_000,
    );
    if (open.length === 0) return;
    const env = { ...peer.staffEnv(), AM_COOKIE_NAME: peer.cookieName };
    const gateway = await startTestGateway(peer, { env, ledger, now: later });
    await until(
      'what was open is closed',
      async () => (await ledger.openIntents(query)).length === 0,
      60_000,
    );
    await gateway.stop();
  } finally {
    await ledger.close();
  }
}

/** The ids of all users' devices of every kind, from AM itself. */
async function listsOf(
  { peer, scene, admin }: Stage,
  people: readonly string[],
): Promise<Map<string, string[]>> {
  const lists = new Map<string, string[]>();
  await Promise.all(
    people.map(async (person) => {
      const path = `${realmPath('alpha')}/users/${peer.idOf(person)}`;
      const { status, body } = await peer.rest.call(path, { headers: admin });
      if (status !== 200) throw new Error(`AM answered ${status} to a read of ${person}`);
      for (const { kind, attribute, idField } of scene.kinds) {
        const values = fieldAt(body, attribute) === undefined ? [] : listAt(body, attribute);
        const ids = values.map((value) => String(fieldAt(JSON.parse(String(value)), idField)));
        lists.set(`${person} ${kind}`, ids);
      }
    }),
  );
  return lists;
}

function countsOf(told: readonly Told[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const one of told) {
    const name =
      one.kind === 'answer'
        ? `${one.payload.outcome}${one.payload.isReplayed ? ' again' : ''}`
        : one.kind === 'refusal'
          ? one.codes.join()
          : 'nothing';
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
