import { loadConfig, type Config } from '../../config/load-config.ts';
import { configWarnings, environmentWarnings } from '../../config/warnings.ts';
import { otherAddresses } from './check-am.ts';
import { Failure } from '../../domain/values/failure.ts';
import { amOfCommand } from '../line/command-am.ts';
import { serverChecks } from './check-servers.ts';
import { runRecord } from '../recording/record.ts';
import { runReplay } from '../recording/replay.ts';
import { exitCodes, refusalOf } from '../line/exit.ts';
import type { CheckTask } from '../line/check-task.ts';
import { Blocking, reasonOf, type Check, type Stages } from '../line/finding.ts';
import type { CommandParts } from '../line/command-parts.ts';

/**
 * Runs `identity-gateway check`, and returns its exit code.
 * @throws ConfigError with every problem of the configuration
 */
export async function runCheck(
  { task }: { readonly task: CheckTask },
  parts: CommandParts,
): Promise<number> {
  const { environment, terminal } = parts;
  if (task.kind === 'replay') return runReplay(task.file, terminal);
  const config = loadConfig(environment);
  const warnings = [...environmentWarnings(environment), ...configWarnings(config)];
  for (const line of warnings) terminal.printError(`Warning: ${line}`);
  terminal.print('ok      the configuration');
  switch (task.kind) {
    case 'configuration':
      return exitCodes.done;
    case 'online':
      return checkOnline(config, parts);
    case 'record':
      return runRecord(task, config, terminal);
    default:
      return task satisfies never;
  }
}

/** Checks the servers, and attempts the steps of a start. Returns the exit code. */
async function checkOnline(
  config: Config,
  { attemptStart, terminal: { print } }: CommandParts,
): Promise<number> {
  const { url } = config.am;
  const am = amOfCommand(config);
  const all = [...serverChecks(config, { am, url }), [await attemptStart(config)]];
  const results = (await Promise.all(all.map(resultsOf))).flat();
  for (const { line } of results.filter(isFirst)) if (line !== null) print(line);
  const codes = results.map(({ exitCode }) => exitCode);
  if (codes.some((code) => code !== exitCodes.done)) {
    for (const other of await otherAddresses(am, url)) {
      print(`        AM answers at ${other}: is that AM_URL?`);
    }
  }
  await am.close();
  // What refuses a start counts most.
  return Math.max(...codes);
}

interface Result {
  readonly line: string | null;
  /** What is wrong; null if nothing is. */
  readonly problem: string | null;
  readonly isBlocking: boolean;
  readonly exitCode: number;
}

const noProblem = { problem: null, isBlocking: false, exitCode: exitCodes.done } as const;

/** Whether no result before has the same problem: `HOST` is wrong for both ports. */
function isFirst({ problem }: Result, index: number, all: readonly Result[]): boolean {
  return problem === null || all.findIndex((one) => one.problem === problem) === index;
}

/** Runs the stages, unless one finds something for which the others would fail, too. */
async function resultsOf([stage, ...more]: Stages): Promise<readonly Result[]> {
  if (stage === undefined) return [];
  const results = await Promise.all(stage.map(resultOf));
  if (!results.some(({ isBlocking }) => isBlocking))
    return [...results, ...(await resultsOf(more))];
  const names = more.flat().map(([name]) => name);
  const line = names.length === 0 ? null : `skipped ${names.join(', ')}`;
  return [...results, { ...noProblem, line }];
}

async function resultOf([name, check]: Check): Promise<Result> {
  try {
    const found = await check();
    return { ...noProblem, line: found && `ok      ${name}: ${found}` };
  } catch (error) {
    const refusal = refusalOf(error);
    const text = error instanceof Failure ? reasonOf(error) : (refusal?.text ?? reasonOf(error));
    return {
      problem: text,
      isBlocking: error instanceof Blocking,
      line: `FAILED  ${name}: ${text.replaceAll('\n', '\n        ')}`,
      exitCode: refusal?.exitCode ?? exitCodes.unavailable,
    };
  }
}
