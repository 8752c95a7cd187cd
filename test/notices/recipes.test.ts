/**
 * The recipes of `docs/recipes`: the relay of `deploy/recipes` verifies the gateway's messages, and
 * posts a link to a page to stand-ins of Slack, Teams and ServiceNow.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { runInNewContext } from 'node:vm';
import { recordIdIn } from '../../src/domain/devices/global-id.ts';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { documents } from '../approvals/approval-documents.ts';
import { until } from '../reliability/am-traffic.ts';
import { startInBackground, type Background } from '../support/background.ts';
import { freePort } from '../support/free-port.ts';
import { fieldAt, textAt } from '../support/json.ts';
import { blocksOf } from '../support/page.ts';
import { secretFile, withLists } from '../support/with-lists.ts';
import { expectSchema } from './event-schema.ts';
import { useNotices } from './notice-stage.ts';
import { startReceiver, type Received, type Receiver } from './receiver.ts';

const recipes = globSync('deploy/recipes/*.json').map((file) => basename(file, '.json'));
const address = 'https://devices.example.org';
const hostile = 'CANARY <https://evil.example|x> [x](https://evil.example) {{DATE(x)}} {reference}';
const secret = `whsec_${randomBytes(32).toString('base64')}`;

let target: Receiver;
let direct: Receiver;
let relay: Background | undefined;
let relayUrl: string;
const stage = useNotices(async () => {
  [target, direct] = await Promise.all([startReceiver(), startReceiver()]);
  return [() => target.close(), () => direct.close()];
});

async function startRelay(recipe: string): Promise<void> {
  const port = await freePort();
  relayUrl = `http://127.0.0.1:${port}/`;
  relay = await startInBackground({
    script: `exec ${process.execPath} deploy/recipes/relay.js`,
    folder: '.',
    env: {
      WEBHOOK_SECRET: `relay=${secret}`,
      MESSAGES: `deploy/recipes/${recipe}.json`,
      PAGES: `${address}/`,
      TARGET: target.url,
      AUTHORIZATION: 'Bearer of-the-target',
      PORT: `${port}`,
    },
    ready: 'Listening',
  });
}
afterEach(async () => {
  await relay?.stop();
  relay = undefined;
});

const startGateway = () =>
  stage.start({
    ...withLists({
      approvals: [{ of: 'everyone' }],
      webhooks: [
        { name: 'relay', url: relayUrl, secrets: [secretFile(secret)] },
        { name: 'direct', url: direct.url, secrets: [secretFile(secret)] },
      ],
    }),
    WEBHOOK_PRIVATE_TARGETS: 'allow',
  });

/** Requests a change of bob as helen, and returns its id. */
async function requestChange(ticket: string | null = 'INC0012345'): Promise<string> {
  const input = { target: { user: { id: 'bob' } }, change: { reset: ['OATH'] } };
  const answer = await stage.gateway.ask(documents.requestDeviceChange, stage.helen, {
    input: { ...input, reason: hostile, ...(ticket !== null && { ticket }) },
  });
  return textAt(answer, 'data', 'requestDeviceChange', 'pendingChange', 'id');
}

async function decide(name: 'approveDeviceChange' | 'rejectDeviceChange', id: string) {
  const hugo = await stage.peer.signIn('hugo');
  await stage.gateway.ask(documents[name], hugo, { input: { id, note: hostile } });
}

const arrived = (count: number, at: Receiver = target): Promise<void> =>
  until(`${count} messages arrive`, () => at.received.length >= count);
const linksIn = ({ body }: Received): string[] => body.match(/https:[^"|>\s]+/g) ?? [];
/** The id of a request in messages and links, which the API takes like its global id. */
const recorded = (id: string): string => recordIdIn('PendingDeviceChange', id);
const typesOf = ({ received }: Receiver): string[] =>
  received.map(({ body }) => textAt(JSON.parse(body), 'type'));

describe.each(recipes)('%s', (recipe) => {
  beforeEach(async () => {
    await startRelay(recipe);
    await startGateway();
  });

  test('shows where the second person decides, and nothing that others wrote', async () => {
    const id = await requestChange();
    await arrived(1);
    await decide('rejectDeviceChange', id);
    await arrived(2);

    for (const message of target.received) {
      expect(linksIn(message)).toEqual([`${address}/approvals/${recorded(id)}`]);
      expect(message.body).not.toMatch(/CANARY|evil|bob|helen|hugo|phone|\{[a-z]/);
      expect(message.body).toContain('OATH');
      expect(message.headers).toMatchObject({
        authorization: 'Bearer of-the-target',
        'content-type': 'application/json',
      });
    }
  });

  test('has links to pages only, of the types that the gateway sends', () => {
    const text = readFileSync(`deploy/recipes/${recipe}.json`, 'utf8');
    const places = [...text.matchAll(/\{pages\}([\w/]*)/g)].map(([, path]) => path);

    expect(new Set(places.map((path) => path?.split('/')[1]))).toEqual(
      new Set(recipe === 'servicenow' ? ['approvals', 'history'] : ['approvals']),
    );
    const schemas = globSync('schema/events/*.v1.json').map((file) =>
      basename(file, '.v1.json').replace('-', '.'),
    );
    expect(schemas).toEqual(expect.arrayContaining(Object.keys(JSON.parse(text))));
  });
});

describe('a request', () => {
  beforeEach(async () => {
    await startRelay('servicenow');
    await startGateway();
  });

  test('is a message whose id leads to the page, and permits nothing', async () => {
    const id = await requestChange();
    await decide('approveDeviceChange', id);
    await arrived(3, direct);

    expect(typesOf(direct)).toEqual(['change.requested', 'change.decided', 'device.changed']);
    const [requested, decided] = direct.received.map(({ body }) =>
      fieldAt(JSON.parse(body), 'data'),
    );
    expectSchema('change-requested', requested);
    expectSchema('change-decided', decided);
    const requestId = recorded(id);
    expect([requested, decided]).toMatchObject([{ requestId }, { requestId }]);
    const query = 'query ($id: ID!) { pendingDeviceChange(id: $id) { id } }';
    for (const [name, seen] of [
      ['hugo', { id }],
      ['bob', null],
    ] as const) {
      const answer = await stage.gateway.ask(query, await stage.peer.signIn(name), {
        id: requestId,
      });
      expect(fieldAt(answer, 'data', 'pendingDeviceChange') ?? null).toEqual(seen);
    }
  });

  test('and its change become notes of the ticket, in order', async () => {
    const id = await requestChange();
    await decide('approveDeviceChange', id);
    await arrived(3);

    const notes = target.received.map(({ body }) => JSON.parse(body));
    expect(notes.map((note) => textAt(note, 'u_number'))).toEqual(Array(3).fill('INC0012345'));
    const [requested, decided, changed] = notes.map((note) => textAt(note, 'u_work_notes'));
    expect(requested).toMatch(
      /^A change waits .* until \d{4}-\d\d-\d\d \d\d:\d\d UTC: reset of OATH/,
    );
    expect(decided).toContain('is APPROVED');
    expect(changed).toMatch(
      /reset of OATH\. Outcome: DONE\. .*\/history\?realm=alpha&reference=[\w-]{19}$/,
    );
  });

  test('without a ticket is posted nowhere', async () => {
    const id = await requestChange(null);
    await decide('rejectDeviceChange', id);
    await requestChange();
    await arrived(1);

    expect(target.received).toHaveLength(1);
  });

  test('is posted again after the target was down, once', async () => {
    target.answerWith((response) => response.writeHead(500).end());
    await requestChange();
    await until('it is settled', () =>
      stage.gateway.log.some((line) => line.includes('webhook:relay')),
    );
    target.answerWith((response) => response.writeHead(201).end());
    stage.store.clock.now += 60_000;
    await arrived(2);
    const [, again] = target.received;
    expect(again?.body).toBe(target.received[0]?.body);
    expect(relay?.output()).toContain('the target answers 500');
    expect(relay?.output()).not.toContain(target.url);
  });
});

describe('the relay', () => {
  beforeEach(() => startRelay('slack'));

  const body = JSON.stringify({
    type: 'change.requested',
    data: { requestId: 'a', reference: 'R', effect: 'reset', kinds: ['OATH'], expiresAt: 'then' },
  });
  const now = (): number => Math.floor(Date.now() / 1000);
  const sign = (id: string, at: number, key: string): string =>
    `v1,${createHmac('sha256', Buffer.from(key.slice(6), 'base64'))
      .update(`${id}.${at}.${body}`)
      .digest('base64')}`;
  interface Sent {
    readonly at?: number;
    readonly key?: string;
    readonly text?: string;
    readonly id?: string;
  }
  async function post({ at = now(), key = secret, text = body, id = 'msg_1' }: Sent = {}) {
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': `${at}`,
      'webhook-signature': `v1,AAAA ${sign('msg_1', at, key)}`,
    };
    return (await fetch(relayUrl, { method: 'POST', headers, body: text })).status;
  }

  test('posts a message that is sent twice once', async () => {
    expect([await post(), await post()]).toEqual([204, 204]);
    expect(target.received).toHaveLength(1);
  });

  test.each<[string, Sent, number]>([
    ['of another secret', { key: `whsec_${randomBytes(32).toString('base64')}` }, 401],
    ['with another body', { text: body.replace('"a"', '"b"') }, 401],
    ['with the id of another message', { id: 'msg_2' }, 401],
    ['of ten minutes ago', { at: now() - 600 }, 401],
    ['of ten minutes from now', { at: now() + 600 }, 401],
    ['that is too large', { text: 'x'.repeat(300_000) }, 413],
  ])('refuses a message %s', async (_what, sent, status) => {
    expect(await post(sent)).toBe(status);
    expect(target.received).toEqual([]);
  });
});

test.each([
  ['a name and a number', 'bob', 'INC0012345'],
  ['what would be further parameters', 'bob&ticket=x#y', 'INC 1/2?&person=alice'],
])('the button of ServiceNow opens the help desk with %s', (_what, person, ticket) => {
  const [block] = blocksOf('docs/recipes/servicenow.md').filter(
    ({ language }) => language === 'js',
  );
  let opened = '';
  runInNewContext(block?.text ?? '', {
    current: { caller_id: { user_name: person }, number: ticket },
    gs: { getProperty: (name: string) => (name === 'identity_gateway.pages' ? address : null) },
    action: { setRedirectURL: (url: string) => (opened = url) },
  });

  const url = new URL(opened);
  expect([url.origin, url.pathname, url.hash]).toEqual([address, '/help-desk/', '']);
  expect([...url.searchParams]).toEqual([
    ['person', person],
    ['ticket', ticket],
  ]);
});
