import { Recorder, type Recording } from '../../am/index.ts';
import type { Config } from '../../config/load-config.ts';
import { ConfigError } from '../../config/values/problem.ts';
import { Failure, type ErrorCode } from '../../domain/values/failure.ts';
import { version } from '../../telemetry/version.ts';
import { UsageError } from '../line/arguments.ts';
import type { RecordTask } from '../line/check-task.ts';
import { amOfCommand } from '../line/command-am.ts';
import { exitCodes } from '../line/exit.ts';
import { Finding, reasonOf } from '../line/finding.ts';
import type { Terminal } from '../line/terminal.ts';
import { NotRecorded, requireNoFile, writeNew } from './new-file.ts';
import { serverSteps, userSteps, type Asking, type Step } from './record-steps.ts';
import { writeSteps } from './record-writes.ts';
import { reportReplay } from './replay.ts';

/**
 * Asks AM what the gateway asks about a test user, and writes the scrubbed answers to a new file.
 * Returns the exit code.
 */
export async function runRecord(
  task: RecordTask,
  config: Config,
  terminal: Terminal,
): Promise<number> {
  const { url } = config.am;
  const recorder = new Recorder(config.am);
  const am = amOfCommand(config, { onAnswer: recorder.note });
  try {
    const service = am.service('check');
    if (service === null)
      throw new ConfigError(['AM_SERVICE_USERNAME, AM_SERVICE_ACCOUNT_ID: both are missing']);
    await requireNoFile(task.file);
    const asking = { config, am, url, service, recorder };
    const { recording, problem } = await record(task, asking);
    await writeNew(task.file, `${JSON.stringify(recording, null, 1)}\n`);
    const code = reportReplay(task.file, recording, terminal);
    if (problem === null) return code;
    terminal.printError(`${problem}. Look at the devices of the user.`);
    return exitCodes.unavailable;
  } catch (error) {
    const isWrongInput = error instanceof NotRecorded;
    if (!(isWrongInput || error instanceof Finding || error instanceof Failure)) throw error;
    terminal.printError(`${reasonOf(error)}. No file was written.`);
    return isWrongInput ? exitCodes.data : exitCodes.unavailable;
  } finally {
    await am.close();
  }
}

/** `problem` is why a write failed. @throws NotRecorded, Finding or Failure before any write */
async function record(
  task: RecordTask,
  asking: Asking,
): Promise<{ readonly recording: Recording; readonly problem: string | null }> {
  const { am, config, service, recorder } = asking;
  const { realms } = config.access;
  const realm = task.realm === undefined ? realms.default : realms.byName(task.realm);
  if (realm === undefined) throw new UsageError(`--realm: "${task.realm}" is not a served realm.`);
  const { user: id } = task;
  if (!am.userIds.accepts(id)) throw new NotRecorded('--user: this cannot be the id of a user');
  for (const one of serverSteps(asking)) await ask(one, recorder);
  recorder.begin('the user', false);
  const who = await service.people.find({ realm, id }).catch((error: unknown) => {
    // What cannot be read is recorded, and nothing is written for such a user.
    if (isOf(recordable, error) && task.write === undefined) return { realm, id };
    throw error;
  });
  if (who === null) throw new NotRecorded(`AM knows no such user in realm ${realm.name}`);
  for (const one of userSteps(asking, who)) await ask(one, recorder);
  recorder.begin('devices, before the write', false);
  const writes = task.write === undefined ? [] : await writeSteps(asking, who, task.write);
  const problem = await askAll(writes, recorder);
  const madeOn = new Date().toISOString().slice(0, 10);
  return { recording: recorder.recording({ madeBy: version, madeOn }), problem };
}

/** Ends at the first failure, and returns it: what was written before must be in the file. */
async function askAll(writes: readonly Step[], recorder: Recorder): Promise<string | null> {
  for (const one of writes) {
    try {
      await ask(one, recorder);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return `${one.name}: ${reasonOf(error)}`;
    }
  }
  return null;
}

/** What a recording shows, and what does not end it. */
const recordable: readonly ErrorCode[] = [
  'NOT_SUPPORTED_UPSTREAM',
  'UPSTREAM_CONTRACT',
  'UPSTREAM_ERROR',
];
const recordableOfProbes: readonly ErrorCode[] = [...recordable, 'UNAUTHENTICATED', 'FORBIDDEN'];

/** Asks one question. @throws Failure if AM refuses what it must answer, or cannot be reached */
async function ask({ name, isProbe, ask: send }: Step, recorder: Recorder): Promise<void> {
  recorder.begin(name, isProbe);
  try {
    await send();
  } catch (error) {
    if (!isOf(isProbe ? recordableOfProbes : recordable, error)) throw error;
  }
}

function isOf(codes: readonly ErrorCode[], error: unknown): boolean {
  return error instanceof Failure && codes.includes(error.code);
}
