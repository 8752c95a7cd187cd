/** The audit log: whole lines in a file, each at least once, in order, through rotation (G15). */
import { execFileSync } from 'node:child_process';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { ocsfProblems } from '../ledger/ocsf-schema.ts';
import { parseMetrics, valueOf } from '../operations/exposition.ts';
import { until } from '../reliability/am-traffic.ts';
import { useFolder } from '../support/folder.ts';
import { startTestGateway } from '../support/gateway.ts';
import { openSandboxPeer } from '../support/peer.ts';
import { eventsOf, eventsOfChanges, useAuditStage } from './audit-stage.ts';

const folder = useFolder();
const stage = useAuditStage();

describe('a file', () => {
  const path = join(folder.path, 'changes.jsonl');
  const linesIn = (file: string): string[] => {
    try {
      const text = readFileSync(file, 'utf8');
      return text
        .slice(0, text.lastIndexOf('\n') + 1)
        .split('\n')
        .slice(0, -1);
    } catch {
      return [];
    }
  };
  const hasLines = (count: number, file = path): Promise<void> =>
    until(`${count} lines are in the file`, () => linesIn(file).length >= count);

  afterEach(() => rmSync(path, { force: true, recursive: true }));

  test('has an event of the class in each line, and only for its owner', async () => {
    await stage.follow({ kind: 'file', path });
    const ids = [await stage.change(), await stage.change('alice')];
    await hasLines(4);

    expect(eventsOf(linesIn(path))).toEqual(eventsOfChanges(ids));
    expect(linesIn(path).flatMap((line) => ocsfProblems('change', JSON.parse(line)))).toEqual([]);
    expect(execFileSync('stat', ['-c', '%a', path], { encoding: 'utf8' })).toBe('600\n');
  });

  test.each([
    ['renamed, as logrotate does', (old: string) => renameSync(path, old)],
    [
      'renamed and created by another program',
      (old: string) => {
        renameSync(path, old);
        writeFileSync(path, '');
      },
    ],
    [
      'copied and truncated',
      (old: string) => {
        writeFileSync(old, readFileSync(path));
        writeFileSync(path, '');
      },
    ],
  ])('that is %s: no line is missing, and later ones are in the new file', async (_how, rotate) => {
    const old = join(folder.path, `changes-${Math.random()}.jsonl`);
    await stage.follow({ kind: 'file', path });
    const first = await stage.change();
    await hasLines(2);
    rotate(old);
    const second = await stage.change('alice');
    await hasLines(2);

    expect(eventsOf(linesIn(old))).toEqual(eventsOfChanges([first]));
    expect(eventsOf(linesIn(path))).toEqual(eventsOfChanges([second]));
  });

  test('whose last line was cut off gets the next one in a line of its own', async () => {
    writeFileSync(path, '{"activity_id":13,"activi');
    await stage.follow({ kind: 'file', path });
    const id = await stage.change();
    await hasLines(3);

    const [torn, ...whole] = linesIn(path);
    expect(torn).toBe('{"activity_id":13,"activi');
    expect(eventsOf(whole)).toEqual(eventsOfChanges([id]));
  });

  test.each([
    ['a folder that is missing', join(folder.path, 'none', 'changes.jsonl'), 'ENOENT'],
    ['a full disk', '/dev/full', 'NOT_A_FILE'],
    ['a folder', folder.path, 'EISDIR'],
    ['a pipe without a reader', path, 'NOT_A_FILE'],
  ])('at the place of %s is a warning, and changes go on', async (_what, at, code) => {
    if (at === path) execFileSync('mkfifo', [path]);
    await stage.follow({ kind: 'file', path: at });
    await stage.change();
    await until('the problem is logged', () => stage.warnings().length > 0);

    expect(stage.warnings()).toHaveLength(1);
    expect(stage.warnings()[0]).toContain(`cannot be written now (${code})`);
    expect(await stage.ledger.trail.figures()).toMatchObject({ waiting: 2 });
  });

  test('that can be written again gets everything, and the log says so once', async () => {
    const parent = join(folder.path, 'later');
    const at = join(parent, 'changes.jsonl');
    await stage.follow({ kind: 'file', path: at });
    const ids = [await stage.change(), await stage.change('alice')];
    await until('the problem is logged', () => stage.warnings().length > 0);
    execFileSync('mkdir', [parent]);
    stage.endPause();
    await hasLines(4, at);
    ids.push(await stage.change('carol'));
    await hasLines(6, at);

    expect(eventsOf(linesIn(at))).toEqual(eventsOfChanges(ids));
    expect(stage.warnings().map((line) => /"msg":"([^"]*)"/.exec(line)?.[1])).toEqual([
      'AUDIT_LOG: Records cannot be written now (ENOENT). They are kept in the ledger.',
      'AUDIT_LOG: Records are written again.',
    ]);
  });
});

test('a target that never accepts a line keeps no change waiting, and no stop', async () => {
  let writes = 0;
  const append = (): Promise<never> => {
    writes += 1;
    return new Promise(() => undefined);
  };
  const follower = await stage.follow({ kind: 'stdout' }, { append });
  await stage.change();
  await until('a write hangs', () => writes > 0);
  const ids = [await stage.change('alice'), await stage.change('carol')];

  expect(new Set(ids).size).toBe(2);
  expect(await stage.ledger.trail.figures()).toMatchObject({ waiting: 6 });
  await follower.stop();
  expect(writes).toBe(1);
});

test('while the target fails, changes are answered, and metrics show what waits', async () => {
  const peer = await openSandboxPeer();
  const gateway = await startTestGateway(peer, {
    ledger: stage.ledger,
    env: {
      ...peer.staffEnv(),
      METRICS_PORT: '0',
      AUDIT_LOG: `file:${join(folder.path, 'none', 'changes.jsonl')}`,
    },
  });
  try {
    await stage.hasStarted();
    const helen = await peer.signIn('helen');
    const query = `mutation { resetOathDevices(input: { target: { user: { id: "bob" } }, reason: "lost phone" }) { outcome } }`;
    const answer = await gateway.ask(query, helen);
    await until('an attempt fails', () => gateway.log.some((line) => line.includes('ENOENT')));
    const metrics = parseMetrics(await (await fetch(`${gateway.metricsUrl}/metrics`)).text());

    expect(answer.data).toEqual({ resetOathDevices: { outcome: 'DONE' } });
    const prefix = 'identity_gateway_audit_log';
    expect(valueOf(metrics, `${prefix}_waiting`, {})).toBe(2);
    expect(valueOf(metrics, `${prefix}_attempts_total`, { result: 'error' })).toBeGreaterThan(0);
    expect(valueOf(metrics, `${prefix}_attempts_total`, { result: 'ok' })).toBe(0);
  } finally {
    await gateway.stop();
    await peer.close();
  }
});
