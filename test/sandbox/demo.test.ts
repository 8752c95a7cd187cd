/** The demo of `npm start`: its record, and the gateways that have none. */
import { afterEach, expect, test } from '@jest/globals';
import { sandboxPassword } from '../../src/sandbox/index.ts';
import { stories } from '../../src/sandbox/browser/stories.ts';
import { openHere } from '../operations/deployments.ts';
import { createAmRest } from '../openam/am-rest.ts';
import { beginTwoFactor } from '../openam/hotp-sign-in.ts';
import { useFolder } from '../support/folder.ts';
import { fieldAt, listAt, textAt } from '../support/json.ts';
import { start } from '../support/started-gateway.ts';
import { withLists } from '../support/with-lists.ts';

const { path: folder } = useFolder();

/** A gateway in this process, its sandbox, and what both print after the demo is full. */
interface Demo {
  readonly url: string;
  readonly sandbox: string;
  readonly startLine: string | null;
  readonly log: string;
  readonly close: () => Promise<number>;
}
let demo: Demo | undefined;

afterEach(() => demo?.close());

async function open(env: Readonly<Record<string, string>> = {}, isDemo = true): Promise<Demo> {
  const ports = { PORT: '0', SANDBOX_PORT: '0', METRICS_PORT: 'off' };
  const here = await openHere({ ...ports, ...env }, { sandbox: { isDemo } });
  demo = { url: here.gateway.url, sandbox: '', startLine: null, log: '', close: here.close };
  const startLine = (await here.showDemo?.()) ?? null;
  const [sandbox = ''] = /http:.*(?=\/sandbox\/people)/.exec(here.banner.join('\n')) ?? [];
  return (demo = { ...demo, sandbox, startLine, log: here.lines.join('') });
}

const startPageOf = ({ sandbox }: Demo): Promise<Response> => fetch(`${sandbox}/sandbox/start`);

/** The cookie name and the address of AM, as the sandbox reports them. */
async function amOf(sandbox: string) {
  const json: unknown = await (await fetch(`${sandbox}/sandbox`)).json();
  return { url: `${sandbox}${textAt(json, 'deployPath')}`, cookieName: textAt(json, 'cookieName') };
}

/** How many requests wait for ada, changes are recorded, and reports are open. */
async function recordOf({ url: gateway, sandbox }: Demo): Promise<readonly number[]> {
  const { url, cookieName } = await amOf(sandbox);
  const session = await createAmRest(url).signIn('alpha', 'ada', sandboxPassword);
  const query =
    '{ pendingDeviceChanges { nodes { canDecide } } realmHistory { nodes { outcome } } open: realmHistory(filter: { report: OPEN }) { nodes { outcome } } }';
  const answer = await fetch(`${gateway}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [cookieName]: session },
    body: JSON.stringify({ query }),
  });
  const json: unknown = await answer.json();
  return ['pendingDeviceChanges', 'realmHistory', 'open'].map(
    (field) => listAt(json, 'data', field, 'nodes').length,
  );
}

const reset = ({ sandbox }: Demo): Promise<Response> =>
  fetch(`${sandbox}/sandbox/reset`, { method: 'POST' });

test.each(['pingam', 'aic', 'openam'])('is filled by its users on %s', async (flavor) => {
  const started = await open({ AM_FLAVOR: flavor });

  expect(await recordOf(started)).toEqual([2, 3, 1]);
  expect(started.startLine).toMatch(/^Start {5}http.* \(things to try/);
  expect(started.log).not.toContain('A part of the demo is missing');
});

test('ends the output of a start with its address, after the requests that fill it', async () => {
  const args = ['dist/main.js', 'sandbox', '--demo'];
  const program = { command: process.execPath, args, says: 'things to try' };
  const started = await start(program, { LOG_LEVEL: 'info' });
  await started.stop();

  const lines = started.output().split('\n');
  const last = lines.findIndex((line) => line.startsWith('Start  '));
  expect(last).toBeGreaterThan(lines.findIndex((line) => line.startsWith('Phones  ')));
  expect(lines.slice(0, last).join()).toContain('"event":"change"');
  expect(lines.slice(last).join()).not.toMatch(/"event":"(?:change|request)"/);
});

test('is filled once, by each start and by each reset', async () => {
  for (const _ of [1, 2]) {
    const started = await open({ DATA_DIR: folder });
    expect(await recordOf(started)).toEqual([2, 3, 1]);

    await Promise.all([reset(started), reset(started)]);

    expect(await recordOf(started)).toEqual([2, 3, 1]);
    await started.close();
  }
});

test('AM asks the gateway before it registers a device, also after a reset', async () => {
  const secret = 'a-secret-of-the-script-and-the-gateway';
  const started = await open({
    ...withLists({ enrolment: { rules: [{ method: 'ticket' }] } }),
    ENROLMENT_SECRET: secret,
  });
  const asked = { address: `${started.url}/enrolment/decisions`, secret };
  const setting = async (): Promise<unknown> => {
    const json: unknown = await (await fetch(`${started.sandbox}/sandbox`)).json();
    return fieldAt(json, 'settings', 'setupCodes');
  };

  expect(await setting()).toEqual(asked);
  await reset(started);
  expect(await setting()).toEqual(asked);
  const rest = createAmRest((await amOf(started.sandbox)).url);
  const carol = { realm: 'alpha', name: 'carol', password: sandboxPassword };
  // The help desk of the demo has reset her.
  expect((await beginTwoFactor(rest, carol)).kind).toBe('setup code asked');
});

test('has a start page with every story, its person and the pages of the gateway', async () => {
  const started = await open();
  const page = await (await startPageOf(started)).text();

  // A story that needs PostgreSQL says how to get it, and has no button.
  const shown = stories.filter(({ needsPostgres }) => needsPostgres !== true);
  expect(page.match(/name="goto"/g)).toHaveLength(shown.length);
  for (const { title, person, place, needsPostgres } of stories) {
    expect(page).toContain(`<h2>${title}</h2>`);
    if (needsPostgres === true) continue;
    expect(page).toContain(`name="name" value="${person}"`);
    const address = `${started.url}${place}`;
    expect(page).toContain(`name="goto" value="${address.replaceAll('&', '&amp;')}"`);
  }
  expect(page).toContain('DATABASE_URL=');
});

test('lacks what an option of the operator refuses, and says so', async () => {
  const started = await open({
    HELP_DESK_GROUPS: 'auditors',
    AUDITOR_GROUPS: 'helpdesk',
  });

  expect(await recordOf(started)).toEqual([2, expect.any(Number), 0]);
  expect(started.log).toContain('A part of the demo is missing: the gateway answered FORBIDDEN.');
});

test.each<[string, Readonly<Record<string, string>>, boolean]>([
  ['a sandbox without --demo', {}, false],
  ['pages that are off', { PAGES: 'off' }, true],
])('is not shown by %s', async (_label, env, isDemo) => {
  const started = await open(env, isDemo);

  expect((await startPageOf(started)).status).toBe(404);
  expect((await recordOf(started))[1]).toBe(0);
  expect(started.startLine).toBeNull();
});

test.each<[string, Readonly<Record<string, string>>]>([
  ['AM_URL: the sandbox is an AM of its own', { AM_URL: 'https://am.example.com/am' }],
  ['NODE_ENV: the sandbox does not run in production', { NODE_ENV: 'production' }],
  ['SANDBOX_PORT: expected a whole number', { SANDBOX_PORT: 'x' }],
])('a sandbox is refused: %s', async (problem, env) => {
  await expect(open(env)).rejects.toThrow(problem);
});
