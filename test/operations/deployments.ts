/** Starts a deployment and checks it, to compare what both say. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refusalOf } from '../../src/commands/line/exit.ts';
import { openDeployment } from '../../src/process/open-deployment.ts';
import type { SandboxStart } from '../../src/process/steps/demo.ts';
import { StartRefused } from '../../src/process/steps/start-step.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { inTurns, until } from '../reliability/am-traffic.ts';
import type { SandboxPeer } from '../support/peer.ts';
import { commandResult } from '../support/run-command.ts';
import type { Misbehaving } from './misconfigured.ts';
import { asEnvironment } from '../support/with-lists.ts';

export type Env = Readonly<Record<string, string>>;

/** A deployment that works but for one thing. */
export interface BrokenDeployment {
  readonly what: string;
  /** The options that differ from those of a deployment that works. */
  readonly env: Env | ((scene: Scene) => Env | Promise<Env>);
  /** What each message names: the option to change, or the command to run. */
  readonly mend: string;
  /** What the log of a start that goes on says. Default: the code that the check prints. */
  readonly logged?: string;
}

export type Rows = readonly [BrokenDeployment, ...BrokenDeployment[]];

/** What the rows share. */
export interface Stand {
  readonly peer: SandboxPeer;
  readonly servers: Misbehaving;
}

/** The folder of a deployment, and what a row opens for it. */
export interface Scene {
  readonly folder: string;
  /** Writes a file into the folder, and returns its path. */
  readonly write: (name: string, content: unknown) => string;
  readonly closing: (() => unknown)[];
}

/** What became of a start. */
export type Start =
  | { readonly kind: 'refused'; readonly code: number; readonly text: string }
  | {
      readonly kind: 'serves';
      readonly isReady: boolean;
      readonly degraded: readonly string[];
      /** The lines of the log from level `warn` on. */
      readonly log: string;
    };

/** What a check printed. */
export interface Checked {
  readonly code: number | undefined;
  readonly text: string;
  /** Each `FAILED` with its further lines. */
  readonly failed: readonly string[];
  /** Whether the folder of data is as before. */
  readonly isUntouched: boolean;
}

/** What must be true if a start and a check agree. */
type Verdict = (started: Start, checked: Checked, row: BrokenDeployment) => readonly boolean[];

/** A start is refused at a step, and the check reports it with the same words and exit code. */
export const isRefusedAt =
  (step: string): Verdict =>
  (started, { code, failed, text }, { mend }) =>
    started.kind === 'refused'
      ? [
          started.code === code,
          started.text.includes(mend),
          step === 'configuration'
            ? text === started.text
            : failed.join() === `FAILED  ${step}: ${started.text}`,
        ]
      : [false];

/** A start is not ready, or not in everything. The check reports the same cause, and goes on. */
export const isUnready: Verdict = (started, { code, failed }, { logged }) => {
  const [, cause = ''] = /\(([A-Z0-9_]{5,})\)/.exec(failed.join()) ?? [];
  return [
    started.kind === 'serves' && !isWhole(started) && started.log.includes(logged ?? cause),
    code === 69,
    failed.length > 0,
  ];
};

/** A start is ready, and the check reports what will not work. */
export const isUnnoticed: Verdict = (started, { code, failed }) => [
  isWhole(started),
  code === 69,
  failed.length > 0,
];

/** A start is ready, and the check reports nothing. */
export const isGood: Verdict = (started, { code }) => [isWhole(started), code === 0];

function isWhole(started: Start): boolean {
  return started.kind === 'serves' && started.isReady && started.degraded.length === 0;
}

/** Returns the deployments whose check does not say the same as the start. */
export async function disagreements(
  rows: readonly BrokenDeployment[],
  { working, verdict }: { readonly working: Env; readonly verdict: Verdict },
): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  await inTurns(
    rows,
    async (row) => {
      const { started, checked } = await bothOf(row, working);
      const isAgreed = verdict(started, checked, row).every(Boolean);
      const isNamed = checked.text.includes(row.mend) && checked.isUntouched;
      if (!isAgreed || !isNamed) found.push({ what: row.what, started, checked });
    },
    4,
  );
  return found;
}

/** Checks a deployment, then starts it. */
async function bothOf(
  { env }: Pick<BrokenDeployment, 'env'>,
  working: Env,
): Promise<{ readonly started: Start; readonly checked: Checked }> {
  const folder = mkdtempSync(join(tmpdir(), 'deployment-'));
  const closing: Scene['closing'] = [];
  const write: Scene['write'] = (name, content) => {
    writeFileSync(
      join(folder, name),
      typeof content === 'string' ? content : JSON.stringify(content),
    );
    return join(folder, name);
  };
  try {
    const own = typeof env === 'function' ? await env({ folder, write, closing }) : env;
    const environment = { DATA_DIR: folder, ...working, ...own };
    const before = contentOf(folder);
    const checked = await check(environment);
    const isUntouched = JSON.stringify(contentOf(folder)) === JSON.stringify(before);
    return { started: await start(environment), checked: { ...checked, isUntouched } };
  } finally {
    for (const close of closing.toReversed()) await close();
    rmSync(folder, { recursive: true });
  }
}

function contentOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return entry.isFile() ? `${path} ${readFileSync(path, 'base64')}` : path;
    })
    .toSorted();
}

/** Checks a deployment in this process. */
export async function check(environment: Env): Promise<Omit<Checked, 'isUntouched'>> {
  const { code, out, err } = await commandResult(['check', '--online'], environment);
  const text = [...err, ...out].join('\n');
  const failed = text
    .split(/\n(?=FAILED|ok {6}|skipped)/)
    .filter((one) => one.startsWith('FAILED'));
  return { code, text, failed: failed.map((one) => one.replaceAll('\n        ', '\n')) };
}

/** A deployment in this process. */
export type OpenHere = Awaited<ReturnType<typeof openHere>>;

/**
 * Starts a deployment in this process, by default with a folder of its own. `close` returns how
 * many requests it cut.
 */
export async function openHere(
  environment: Env,
  {
    level = 'warn',
    sandbox,
  }: {
    readonly level?: 'info' | 'warn';
    /** Absent for a deployment. */
    readonly sandbox?: SandboxStart;
  } = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'deployment-'));
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const closes: (() => Promise<number>)[] = [];
  const close = async (): Promise<number> => {
    let cut = 0;
    for (const one of closes.splice(0)) cut += await one();
    rmSync(folder, { recursive: true, force: true });
    return cut;
  };
  try {
    const deployment = await openDeployment(
      { environment: asEnvironment({ DATA_DIR: folder, ...environment }), sandbox },
      () => ({
        log: createLog(level, { destination }),
        onSignals: () => undefined,
        onOpen: (one) => void closes.unshift(one),
      }),
    );
    return { ...deployment, lines, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(environment: Env): Promise<Start> {
  try {
    const { gateway, lines, close } = await openHere(environment);
    // A slow AM is not reported at once.
    const isReported = (): boolean => lines.some((line) => line.includes('"event":"readiness"'));
    await until('readiness is known', async () => {
      const { ready, degraded } = await gateway.health.readiness();
      return (ready && degraded.length === 0) || isReported();
    });
    const { ready: isReady, degraded } = await gateway.health.readiness();
    await close();
    return { kind: 'serves', isReady, degraded, log: lines.join('') };
  } catch (error) {
    const refusal = error instanceof StartRefused ? refusalOf(error.cause) : null;
    if (refusal === null) throw error;
    return { kind: 'refused', code: refusal.exitCode, text: refusal.text };
  }
}
