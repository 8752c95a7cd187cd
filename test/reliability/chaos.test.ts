/**
 * Requests over HTTP, drawn from a seed, whose calls to AM are disturbed in every way. The answers
 * and the ledger are compared with the state of AM (R27). `SEED=…` draws others or the same again,
 * `CHAOS_RUNS=…` draws more.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { fieldAt, listAt } from '../support/json.ts';
import type { SessionHeader } from '../support/peer.ts';
import { openChaosStage, type ChaosStage } from './chaos-stage.ts';
import { drawRuns, liesOf, liesOfRead, liesOfRecord, newNameOf } from './drawn-chaos.ts';
import { kinds } from './drawn-chaos.ts';
import type { Kind, Run, Told } from './drawn-chaos.ts';

const seed = process.env['SEED'] ?? 'a thousand runs';
/** `.ci/run` plays a thousand. */
const runsWanted = Number(process.env['CHAOS_RUNS'] ?? 150);
/** On a busy machine it takes ten times as long as on a quiet one. */
const patienceMs = Math.max(240_000, runsWanted * 240);
/** So many run side by side. */
const lanes = 64;

let stage: ChaosStage;
beforeAll(async () => {
  stage = await openChaosStage({ seed, people: runsWanted });
}, patienceMs);
afterAll(() => stage?.close());

/** What has become of a run. */
interface Played {
  readonly run: Run;
  readonly lies: readonly string[];
  readonly outcomes: readonly string[];
}

function operationOf({ act, name }: Run, device: string): string {
  const input = `target: { me: true }, idempotencyKey: "${name}"`;
  const one = `${input}, kind: WEB_AUTHN, deviceId: "${device}"`;
  const removed = 'outcome removedDevices { id: amId }';
  switch (act) {
    case 'read':
      return '{ me { amId oathDevices { id: amId } webAuthnDevices: devices(kinds: [WEB_AUTHN]) { id: amId } } }';
    case 'reset':
      return `mutation { told: resetOathDevices(input: { ${input} }) { ${removed} isReplayed } }`;
    case 'reset several':
      return `mutation { told: resetDevices(input: { ${input}, kinds: [OATH, WEB_AUTHN] }) { results { kind ${removed} } isReplayed } }`;
    case 'remove':
      return `mutation { told: removeDevice(input: { ${one} }) { outcome isReplayed } }`;
    case 'rename':
      return `mutation { told: renameDevice(input: { ${one}, name: "${newNameOf({ name })}" }) { outcome isReplayed } }`;
  }
}

/** The payload of an answer; undefined where an error stands in its place. */
function payloadOf(answer: unknown): unknown {
  return fieldAt(answer, 'data', 'told') ?? undefined;
}

function outcomesOf({ act }: Run, answer: unknown): Told {
  const told = payloadOf(answer);
  if (told === undefined) return null;
  const idsOf = (one: unknown): string[] =>
    listAt(one, 'removedDevices').map((device) => String(fieldAt(device, 'id')));
  const outcome = String(fieldAt(told, 'outcome'));
  if (act === 'reset') return [{ kind: 'OATH', outcome, removed: idsOf(told) }];
  if (act !== 'reset several') return [{ kind: 'WEB_AUTHN', outcome, removed: null }];
  return listAt(told, 'results').map((one) => ({
    kind: fieldAt(one, 'kind') === 'OATH' ? 'OATH' : 'WEB_AUTHN',
    outcome: String(fieldAt(one, 'outcome')),
    removed: idsOf(one),
  }));
}

async function play(person: string, run: Run): Promise<Played> {
  const before = await stage.register(person, run);
  await stage.lag(person, run);
  const session = await stage.signIn(person);
  const [device = ''] = before.WEB_AUTHN.keys();
  const query = operationOf(run, device);
  const [answer, told] = await stage.harming(run, async () => {
    const came = await stage.ask(run, query, { session });
    await stage.settled(run);
    return [came, outcomesOf(run, came)];
  });
  if (run.act === 'read') return { run, lies: liesOfRead(answer, before), outcomes: ['read'] };

  const left = await stage.stored(person);
  const [writes, begun] = [stage.writesOf(run), stage.begunBy(run)];
  const lies = [
    ...liesOf(run, told, { before, left, writes, begun, device }),
    ...liesOfRecord(told, await stage.recordOf(person, run), writes),
  ];
  const unclear =
    told?.filter(({ outcome }) => outcome === 'UNKNOWN').map(({ kind }) => kind) ?? [];
  if (run.act.startsWith('reset') && unclear.length > 0)
    lies.push(...(await liesOfNext(person, run, { session, unclear })));
  else if (run.isRepeated)
    lies.push(...(await liesOfRepeat(person, run, { query, session, told })));
  return { run, lies, outcomes: told?.map(({ outcome }) => outcome) ?? ['error'] };
}

/** Resets once more under another key after other devices were registered: they must stay (R31). */
async function liesOfNext(
  person: string,
  run: Run,
  { session, unclear }: { session: SessionHeader; unclear: readonly Kind[] },
): Promise<string[]> {
  const next = { ...run, name: `${run.name}-next`, rule: null };
  const now = await stage.register(person, next);
  await stage.ask(next, operationOf(next, ''), { session });
  await stage.settled(next);
  const left = await stage.stored(person);
  const isGone = unclear.some((kind) => [...now[kind].keys()].some((id) => !left[kind].has(id)));
  return isGone ? ['a reset after an unknown one removed a device that neither was about'] : [];
}

/**
 * Repeats a change under the same key; after a completed one another device is registered first.
 */
async function liesOfRepeat(
  person: string,
  run: Run,
  { query, session, told }: { query: string; session: SessionHeader; told: Told },
): Promise<string[]> {
  const isClear = told?.every(({ outcome }) => outcome === 'DONE') ?? false;
  const repeat = { ...run, name: `${run.name}-again`, rule: null };
  const now = isClear ? await stage.register(person, repeat) : null;
  const answer = await stage.ask(repeat, query, { session });
  await stage.settled(repeat);
  const writes = stage.writesOf(repeat);
  const left = await stage.stored(person);
  if (now === null) return writes.length === new Set(writes).size ? [] : ['repeated, sent twice'];
  const again = outcomesOf(run, answer);
  const isOther = again?.some(({ outcome }) => outcome !== 'NOT_DONE') ?? false;
  const checks: [string, boolean][] = [
    ['done, and sent again', writes.length > 0],
    // On a busy machine AM may not answer in time, and nothing is done; a change reported as done
    // is the earlier answer.
    ['done, and not replayed', isOther && fieldAt(payloadOf(answer), 'isReplayed') !== true],
    [
      'a device that was registered afterwards is gone',
      kinds.some((kind) => [...now[kind].keys()].some((id) => !left[kind].has(id))),
    ],
  ];
  return checks.flatMap(([lie, isSo]) => (isSo ? [lie] : []));
}

/** The client hangs up at a call to AM; what became of the change is judged at the end. */
async function leave(person: string, run: Run): Promise<() => Promise<Played>> {
  const before = await stage.register(person, run);
  await stage.lag(person, run);
  const session = await stage.signIn(person);
  const [device = ''] = before.WEB_AUTHN.keys();
  const hangUp = new AbortController();
  const isThere = (): boolean =>
    stage.passedOf(run).some(({ method, path }) => {
      if (run.leavesAt === 'the session') return path.includes('/sessions');
      return path.includes('/devices/') && (method === 'GET') === (run.leavesAt === 'a list');
    });
  await stage.harming(run, async () => {
    const request = stage.ask(run, operationOf(run, device), { session, hangUp: hangUp.signal });
    const isOver = request.then(
      () => true,
      () => true,
    );
    while (!isThere() && !(await Promise.race([isOver, sleep(20, false)])));
    hangUp.abort();
    await isOver;
  });
  return async () => {
    await stage.settled(run);
    const [left, record] = [await stage.stored(person), await stage.recordOf(person, run)];
    const [writes, begun] = [stage.writesOf(run), stage.begunBy(run)];
    const told: Told =
      record?.outcome?.results.map(({ kind, outcome }) => ({
        kind: kind === 'OATH' ? 'OATH' : 'WEB_AUTHN',
        outcome,
        removed: null,
      })) ?? null;
    const isOpen = record?.outcome === null && record.refusal === null;
    const lies = [
      ...liesOf(run, told, { before, left, writes, begun, device }),
      ...liesOfRecord(told, record, writes),
      ...(isOpen ? ['its record was left open'] : []),
    ];
    return { run, lies, outcomes: [`left, ${record?.outcome?.outcome ?? 'nothing recorded'}`] };
  };
}

test(
  `${runsWanted} requests in chaos: nothing untrue, sent twice, secret or without an end`,
  async () => {
    const played: Played[] = [];
    const left: (() => Promise<Played>)[] = [];
    // Each run has its own person: what AM does late belongs to that run.
    const waiting = drawRuns(seed, runsWanted).entries();
    const playNext = async (): Promise<void> => {
      for (const [number, run] of waiting) {
        const person = stage.people[number] ?? '';
        if (run.leavesAt === null) played.push(await play(person, run));
        else left.push(await leave(person, run));
      }
    };
    await Promise.all(Array.from({ length: lanes }, playNext));
    await stage.stopGateway();
    for (const judge of left) played.push(await judge());

    const untrue = played.filter(({ lies }) => lies.length > 0);
    const callsOf = (run: Run): string[] =>
      stage.passedOf(run).map(({ method, path, harm }) => `${method} ${path} ${harm}`);
    expect(untrue.slice(0, 3).map((one) => ({ seed, ...one, calls: callsOf(one.run) }))).toEqual(
      [],
    );
    expect(stage.leaks()).toEqual([]);
    expect(played).toHaveLength(runsWanted);
    // Each outcome occurs often enough to count, if there are enough runs.
    const ends = played.flatMap(({ outcomes }) => outcomes);
    const rare = ['read', 'DONE', 'NOT_DONE', 'UNKNOWN', 'error', 'left, DONE'].filter(
      (end) => ends.filter((one) => one === end).length < Math.floor(runsWanted / 500),
    );
    expect(rare).toEqual([]);
  },
  patienceMs,
);
