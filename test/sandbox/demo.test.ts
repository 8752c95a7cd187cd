/** The demo of `npm start`: its record, and the gateways that have none. */
import { afterEach, expect, test } from '@jest/globals';
import { sandboxPassword } from '../../src/sandbox/index.ts';
import { stories } from '../../src/sandbox/browser/stories.ts';
import { openSandboxPeer } from '../support/peer.ts';
import { createAmRest } from '../openam/am-rest.ts';
import { useFolder } from '../support/folder.ts';
import { listAt, textAt } from '../support/json.ts';
import { start, type StartedGateway } from '../support/started-gateway.ts';

const { path: folder } = useFolder();
const full = 'six things to try';
let gateway: StartedGateway | undefined;

afterEach(() => gateway?.stop());

async function open(
  env: Readonly<Record<string, string>>,
  says: string = full,
): Promise<StartedGateway> {
  gateway = await start({ command: process.execPath, args: ['dist/main.js'], says }, env);
  return gateway;
}

const startPageOf = ({ sandboxPort }: StartedGateway): Promise<Response> =>
  fetch(`http://127.0.0.1:${sandboxPort}/sandbox/start`);

/** The cookie name and the address of AM, as the sandbox reports them. */
async function amOf({ sandboxPort }: StartedGateway) {
  const origin = `http://127.0.0.1:${sandboxPort}`;
  const json: unknown = await (await fetch(`${origin}/sandbox`)).json();
  return { url: `${origin}${textAt(json, 'deployPath')}`, cookieName: textAt(json, 'cookieName') };
}

/** How many requests wait for ada, changes are recorded, and reports are open. */
async function recordOf(started: StartedGateway): Promise<readonly number[]> {
  const { url, cookieName } = await amOf(started);
  const session = await createAmRest(url).signIn('alpha', 'ada', sandboxPassword);
  const query =
    '{ pendingDeviceChanges { nodes { canDecide } } realmHistory { nodes { outcome } } open: realmHistory(filter: { report: OPEN }) { nodes { outcome } } }';
  const answer = await fetch(`http://127.0.0.1:${started.port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [cookieName]: session },
    body: JSON.stringify({ query }),
  });
  const json: unknown = await answer.json();
  return ['pendingDeviceChanges', 'realmHistory', 'open'].map(
    (field) => listAt(json, 'data', field, 'nodes').length,
  );
}

const reset = ({ sandboxPort }: StartedGateway): Promise<Response> =>
  fetch(`http://127.0.0.1:${sandboxPort}/sandbox/reset`, { method: 'POST' });

test.each(['pingam', 'aic', 'openam'])('is filled by its users on %s', async (flavor) => {
  const started = await open({ DEMO: 'on', AM_FLAVOR: flavor });

  expect(await recordOf(started)).toEqual([1, 3, 1]);
  // The banner is printed first: a start does not wait for the demo.
  expect(started.output().indexOf('Start  ')).toBeGreaterThan(started.output().indexOf('Phones  '));
  expect(started.output()).not.toContain('A part of the demo is missing');
});

test('is filled once, by each start and by each reset', async () => {
  for (const _ of [1, 2]) {
    const started = await open({ DEMO: 'on', DATA_DIR: folder });
    expect(await recordOf(started)).toEqual([1, 3, 1]);

    await Promise.all([reset(started), reset(started)]);

    expect(await recordOf(started)).toEqual([1, 3, 1]);
    await started.stop();
  }
}, 60_000);

test('has a start page with every story, its person and the pages of the gateway', async () => {
  const started = await open({ DEMO: 'on' });
  const page = await (await startPageOf(started)).text();

  expect(stories).toHaveLength(6);
  for (const { title, person, place, needsPostgres } of stories) {
    expect(page).toContain(`<h2>${title}</h2>`);
    if (needsPostgres === true) continue;
    expect(page).toContain(`name="name" value="${person}"`);
    const address = `http://127.0.0.1:${started.port}${place}`;
    expect(page).toContain(`name="goto" value="${address.replaceAll('&', '&amp;')}"`);
  }
  expect(page).toContain('DATABASE_URL=');
});

test('lacks what an option of the operator refuses, and says so', async () => {
  const started = await open({ DEMO: 'on', HELP_DESK_GROUPS: 'auditors' });

  expect(await recordOf(started)).toEqual([1, expect.any(Number), 0]);
  expect(started.output()).toContain(
    'A part of the demo is missing: the gateway answered FORBIDDEN.',
  );
});

test.each<[string, Readonly<Record<string, string>>]>([
  ['another start than that of npm', {}],
  ['pages that are off', { DEMO: 'on', PAGES: 'off' }],
])('is not shown by %s', async (_label, env) => {
  const started = await open(env, 'Phones  ');

  expect((await startPageOf(started)).status).toBe(404);
  expect((await recordOf(started))[1]).toBe(0);
  expect(started.output()).not.toContain('Start  ');
});

test('is never shown in front of a real AM', async () => {
  const peer = await openSandboxPeer();
  try {
    const started = await open({ DEMO: 'on', AM_URL: peer.url, ...peer.staffEnv() }, 'AM  ');

    expect(started.output()).not.toContain('Start  ');
    expect(peer.sandbox.received().filter(({ path }) => /devices|authenticate/.test(path))).toEqual(
      [],
    );
  } finally {
    await peer.close();
  }
});
