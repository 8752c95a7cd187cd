/**
 * The scripts for AM that ship, each with stand-ins of AM's objects, against the gateway's own
 * endpoint. The real OpenAM runs its script in `test/e2e/setup-codes.test.ts`.
 */
import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import { sandboxEnrolmentSecret } from '../../src/sandbox/index.ts';
import { withLists } from '../support/with-lists.ts';
import { EnrolmentStage } from './enrolment-stage.ts';

const on = new EnrolmentStage({
  env: { ...withLists({ limits: { personChanges: [] } }), PRIVILEGED_GROUPS: '' },
});

interface Sent {
  readonly address: string;
  readonly body: string;
  readonly headers: Record<string, string>;
}

interface Given {
  readonly status: number;
  readonly text: string;
}

/** The user and what they typed; how the gateway answers, if not by itself. */
interface Situation {
  readonly user?: string;
  readonly names?: readonly string[];
  readonly devices?: readonly string[];
  readonly typed?: string;
  readonly given?: Given | 'away';
  readonly withoutGateway?: 'allow' | 'refuse';
}

/** What a script did. */
interface Done {
  readonly outcome: string;
  readonly shown: string | null;
}

type Run = (about: Required<Omit<Situation, 'given'>>, send: (sent: Sent) => Given) => Done;

const address = 'https://devices.example.org/enrolment/decisions';

function textOf(file: string, withoutGateway: string): string {
  const text = readFileSync(`deploy/am/${file}`, 'utf8');
  return text.replace("withoutGateway = 'refuse'", `withoutGateway = '${withoutGateway}'`);
}

const logger = { error: () => undefined };

const openAm: Run = ({ user, names, devices, typed, withoutGateway }, send) => {
  const attributes = new Map([
    ['uid', names],
    ['oathDeviceProfiles', devices],
  ]);
  const context = {
    SUCCESS: 'allow',
    FAILED: 'refuse',
    username: user,
    clientScriptOutputData: typed,
    logger,
    idRepository: {
      getAttribute: (_: string, name: string) => ({ toArray: () => attributes.get(name) ?? [] }),
    },
    httpClient: {
      post: (
        to: string,
        body: string,
        { headers }: { headers: { field: string; value: string }[] },
      ) => {
        const sent = Object.fromEntries(headers.map(({ field, value }) => [field, value]));
        const { status, text } = send({ address: to, body, headers: sent });
        return { getStatusCode: () => status, getEntity: () => text };
      },
    },
    authState: '',
  };
  runInNewContext(textOf('openam-setup-code.js', withoutGateway), context);
  return { outcome: context.authState, shown: null };
};

const journey: Run = ({ user, names, typed, withoutGateway }, send) => {
  let outcome = 'asks';
  let shown: string | null = null;
  const context = {
    realm: '/alpha',
    logger,
    secrets: { getGenericSecret: () => ({ getAsUtf8: () => sandboxEnrolmentSecret }) },
    nodeState: { get: (name: string) => (name === 'username' ? user : null) },
    idRepository: { getIdentity: () => ({ getAttributeValues: () => names }) },
    callbacks: {
      isEmpty: () => typed === '',
      getTextInputCallbacks: () => ({ get: () => typed }),
    },
    callbacksBuilder: { textInputCallback: (prompt: string) => void (shown = prompt) },
    action: {
      goTo: (name: string) => {
        outcome = name;
        return { withErrorMessage: (text: string) => void (shown = text) };
      },
    },
    httpClient: {
      send: (to: string, { body, headers }: { body: string; headers: Record<string, string> }) => ({
        get: () => {
          const { status, text } = send({ address: to, body, headers });
          return { status, json: (): unknown => JSON.parse(text) };
        },
      }),
    },
  };
  runInNewContext(textOf('journey-setup-code.js', withoutGateway), context);
  return { outcome, shown };
};

class Pending extends Error {
  readonly sent: Sent;
  constructor(sent: Sent) {
    super('The answer is not known yet.');
    this.sent = sent;
  }
}

/** AM's client waits for the answer, so a script runs once for its question, and then with it. */
async function act(run: Run, situation: Situation = {}): Promise<Done & { asked: number }> {
  const { user = 'bob', given } = situation;
  const about = {
    user,
    names: [user],
    devices: [],
    typed: '',
    withoutGateway: 'refuse' as const,
    ...situation,
  };
  let sent: Sent | undefined;
  const away = (one: Sent): Given => {
    sent = one;
    throw new Pending(one);
  };
  const first = run(about, away);
  if (sent === undefined) return { ...first, asked: 0 };
  expect(sent.address).toBe(address);
  if (given === 'away') return { ...first, asked: 1 };
  const answer = given ?? (await ofGateway(sent));
  return { ...run(about, () => answer), asked: 1 };
}

async function ofGateway({ body, headers }: Sent): Promise<Given> {
  const { 'x-enrolment-secret': _secret, ...others } = headers;
  const { status, body: answer } = await on.post(body, others);
  return { status, text: JSON.stringify(answer) };
}

const scripts = [
  { name: 'the script for OpenAM', run: openAm, asks: 'refuse' },
  { name: 'the script for journeys', run: journey, asks: 'asks' },
];

describe.each(scripts)('$name', ({ run, asks }) => {
  test('allows a user without a hold', async () => {
    expect(await act(run)).toMatchObject({ outcome: 'allow', asked: 1 });
  });

  test('asks a held user for the code, and allows the right one', async () => {
    const code = (await on.reset('helen', 'bob')) ?? '';

    expect((await act(run)).outcome).toBe(asks);
    expect((await act(run, { typed: '22222-22222' })).outcome).toBe(asks);
    expect((await act(run, { typed: code })).outcome).toBe('allow');
  });

  test('refuses when the gateway does not answer, unless its operator states another default', async () => {
    for (const given of [
      'away',
      { status: 503, text: '{}' },
      { status: 200, text: '<p>' },
    ] as const) {
      expect((await act(run, { given })).outcome).toBe('refuse');
      expect((await act(run, { given, withoutGateway: 'allow' })).outcome).toBe('allow');
    }
  });

  test('refuses when the gateway refuses the question, whatever the default', async () => {
    for (const status of [400, 401, 413, 429]) {
      const given = { status, text: '{}' };
      expect((await act(run, { given, withoutGateway: 'allow' })).outcome).toBe('refuse');
    }
  });

  test('refuses an answer of another form', async () => {
    for (const text of ['{}', '{"decision":true}', '{"decision":"ALLOW"}'])
      expect((await act(run, { given: { status: 200, text } })).outcome).toBe('refuse');
  });

  test('sends the name as the directory stores it, and refuses an unknown user', async () => {
    await on.reset('helen', 'bob');

    expect((await act(run, { user: 'bob@example.com', names: ['bob'] })).outcome).toBe(asks);
    expect(await act(run, { names: [] })).toMatchObject({ outcome: 'refuse', asked: 0 });
    expect(await act(run, { names: ['bob', 'bobby'] })).toMatchObject({
      outcome: 'refuse',
      asked: 0,
    });
  });

  test('a huge text is no way around the code', async () => {
    await on.reset('helen', 'bob');
    const typed = '2'.repeat(100_000);

    expect((await act(run, { typed, withoutGateway: 'allow' })).outcome).toBe(asks);
  });
});

test('OpenAM does not ask about a user who has a device', async () => {
  await on.reset('helen', 'bob');

  expect(await act(openAm, { devices: ['{}'] })).toMatchObject({ outcome: 'allow', asked: 0 });
});

test('a journey shows the sentence of the gateway', async () => {
  await on.reset('helen', 'bob');

  const needed = await act(journey);
  expect(needed.shown).toBe('Enter the setup code that the help desk gave you.');
  expect((await act(journey, { typed: '22222-22222' })).shown).toMatch(/^This setup code is wrong/);
  expect((await act(journey, { given: 'away' })).shown).toMatch(/^Devices cannot be set up/);
});
