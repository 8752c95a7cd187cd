/** The commands of `npm run openam`. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';

import { createAmRest } from './am-rest.ts';
import { changeDirectory, clearConfiguration, configureServer } from './configure.ts';
import {
  endServer,
  findFreePort,
  healthOf,
  isAlive,
  isOurServer,
  requireFreePorts,
  startContainer,
  waitUntilUp,
} from './container.ts';
import {
  DEFAULT_PORT,
  forgetState,
  PARTS_IN_ONE,
  PASSWORD,
  PATHS,
  readSetup,
  readState,
  type Setup,
  type State,
  urlOf,
  writeJson,
} from './layout.ts';
import { requireJava, requireMaven, unpackParts } from './parts.ts';
import { GROUPS, PEOPLE, SEED_DIGEST } from './people.ts';
import { createProgress, type Progress, Trouble } from './progress.ts';
import { reseedPeople, seedEverything } from './seed.ts';

/**
 * Starts the server, or reports that it is running. The first start downloads and configures it.
 */
export async function startServer(): Promise<void> {
  const running = await findRunning();
  if (running !== undefined) {
    await sayItRuns(running);
    return;
  }
  const progress = createProgress();
  await requireJava();
  const setup = await prepare(progress);
  await requireFreePorts(setup.port);
  if (setup.stage === 'unpacked') clearConfiguration();
  progress('starting OpenAM');
  const state = launch(setup.port);
  const release = endOnInterrupt(state.pid);
  try {
    await bringUp(setup, state, progress);
  } catch (error: unknown) {
    await endServer(state.pid);
    forgetState();
    throw error;
  } finally {
    release();
  }
  progress('ready');
  sayHowToUse(state);
}

/** Ends the server of this checkout, and no other process. */
export async function stopServer(): Promise<void> {
  const running = await findRunning();
  if (running !== undefined) await endServer(running.pid);
  forgetState();
  console.log(running === undefined ? 'OpenAM is not running.' : 'OpenAM is stopped.');
}

/** Prints whether the server is running; otherwise exits with 3. */
export async function showStatus(): Promise<void> {
  const running = await findRunning();
  if (running === undefined) {
    console.log('OpenAM is not running; start it with: npm run openam');
    process.exitCode = 3;
    return;
  }
  await sayItRuns(running);
}

/** Resets the devices of all users. */
export async function resetSeed(): Promise<void> {
  const running = await findRunning();
  if (running === undefined)
    throw new Trouble('OpenAM is not running; start it with: npm run openam');
  await reseedPeople(createAmRest(running.url));
  console.log('The people of OpenAM have their devices back.');
}

async function findRunning(): Promise<State | undefined> {
  const state = readState();
  return state !== undefined && (await isOurServer(state.pid)) ? state : undefined;
}

async function sayItRuns(state: State): Promise<void> {
  const page = await healthOf(state.port);
  if (page === undefined || !isAlive(page.status, page.text) || readSetup()?.stage !== 'seeded') {
    throw new Trouble(
      `OpenAM (process ${state.pid}) is still starting or hangs; wait, or end it with: npm run openam -- stop`,
    );
  }
  console.log('OpenAM is running.');
  sayHowToUse(state);
}

/** Returns the setup in `.openam/` if it is usable; otherwise unpacks a new one. */
async function prepare(progress: Progress): Promise<Setup> {
  const wanted = wantedPort();
  const found = readSetup();
  if (found !== undefined && isFitting(found, wanted)) return found;
  await requireMaven();
  const setup: Setup = {
    stage: 'unpacked',
    root: PATHS.root,
    port: wanted === 0 ? await findFreePort() : (wanted ?? found?.port ?? DEFAULT_PORT),
    parts: PARTS_IN_ONE,
    directoryPassword: randomBytes(16).toString('hex'),
    seed: '',
  };
  rmSync(PATHS.setup, { force: true });
  mkdirSync(PATHS.root, { recursive: true });
  await requireFreePorts(setup.port);
  await unpackParts(progress, setup);
  writeJson(PATHS.setup, setup);
  return setup;
}

/** Whether a setup is usable. The configuration contains absolute paths and the port. */
function isFitting(setup: Setup, wanted: number | undefined): boolean {
  return (
    setup.root === PATHS.root &&
    setup.parts === PARTS_IN_ONE &&
    (wanted === undefined || wanted === 0 || setup.port === wanted)
  );
}

/** Returns the configured port. As for any listener, 0 means a free port. */
function wantedPort(): number | undefined {
  const text = process.env['OPENAM_PORT'];
  if (text === undefined || text === '') return undefined;
  const port = Number(text);
  if (port === 0 || (Number.isInteger(port) && port >= 1024 && port <= 65_532)) return port;
  throw new Trouble(`OPENAM_PORT must be 0 or a number from 1024 to 65532, not "${text}".`);
}

function launch(port: number): State {
  const state = {
    url: urlOf(port),
    pid: startContainer(),
    port,
    startedAt: new Date().toISOString(),
  };
  writeJson(PATHS.state, state);
  return state;
}

async function bringUp(setup: Setup, state: State, progress: Progress): Promise<void> {
  const wait = { pid: state.pid, port: state.port, seconds: 180 };
  if (setup.stage === 'seeded') {
    await waitUntilUp(wait, isAlive);
    if (setup.seed !== SEED_DIGEST) await plantChangedSeed(setup, state, progress);
    return;
  }
  await waitUntilUp(wait, (status) => status === 302 || status === 200);
  progress('configuring OpenAM');
  await configureServer(setup);
  await waitUntilUp(wait, isAlive);
  progress('planting realms, people and devices');
  await changeDirectory(setup);
  await seedEverything(createAmRest(state.url));
  writeJson(PATHS.setup, { ...setup, stage: 'seeded', seed: SEED_DIGEST });
}

async function plantChangedSeed(setup: Setup, state: State, progress: Progress): Promise<void> {
  progress('planting people that have changed');
  await reseedPeople(createAmRest(state.url));
  writeJson(PATHS.setup, { ...setup, seed: SEED_DIGEST });
}

/** Ends the started process if this one is interrupted. */
function endOnInterrupt(pid: number): () => void {
  const end = (): void => {
    void endServer(pid).finally(() => {
      forgetState();
      process.exit(130);
    });
  };
  process.once('SIGINT', end).once('SIGTERM', end);
  return () => process.off('SIGINT', end).off('SIGTERM', end);
}

function sayHowToUse(state: State): void {
  console.log(`
  AM_URL=${state.url} AM_FLAVOR=openam AM_REALMS=alpha

People of realm alpha: ${namesIn('alpha')}.
People of realm beta: ${namesIn('beta')}. Super user: amadmin (SIGN_IN_REALM=/).
Groups: ${GROUPS.map(({ name, realm }) => `${name} (${realm})`).join(', ')}. Everybody's password: ${PASSWORD}
`);
}

function namesIn(realm: string): string {
  return PEOPLE.filter((person) => person.realm === realm)
    .map((person) => person.name)
    .join(', ');
}
