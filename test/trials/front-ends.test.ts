/**
 * The page of each front end of `examples`, mounted, in front of a real gateway: what it shows, its
 * reset, and two people one after the other. A folder with a `page.tsx` joins by being there.
 */
import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Window } from 'happy-dom';
import type { openPage as openApollo } from '../../examples/react-apollo/page.tsx';
import { fieldAt } from '../support/json.ts';
import { useStage } from '../support/stage.ts';

interface Page {
  readonly openPage: typeof openApollo;
}

const stage = useStage();
const window = new Window({ url: 'https://portal.example.com/' });
let person: Readonly<Record<string, string>> = {};
let requests: unknown[] = [];

beforeAll(() => {
  // Before React is loaded, which looks for a document.
  Object.assign(globalThis, { window, document: window.document });
});
afterEach(() => void (requests = []));

/** A browser's fetch: it sends the cookie of the person who is signed in now. */
const browserFetch: typeof fetch = (input, init) => {
  requests.push(JSON.parse(bodyOf(init)));
  return fetch(input, {
    ...init,
    headers: { ...Object.fromEntries(new Headers(init?.headers)), ...person },
  });
};

describe.each(globSync('examples/*/page.tsx'))('%s', (file) => {
  test('no reset is offered before the devices are loaded', async () => {
    const gate = Promise.withResolvers<void>();
    const { element, page } = await openAs('alice', async (...request) => {
      await gate.promise;
      return browserFetch(...request);
    });
    await shows(element, 'Reset');
    expect(element.innerHTML).toMatch(
      /<section aria-busy="true">.*<ul><\/ul><button disabled="">Reset<\/button>/,
    );

    gate.resolve();
    await shows(element, "Alice's phone");

    expect(element.innerHTML).toMatch(
      /<section aria-busy="false">.*<li>Alice's phone <time>\d{4}-\d\d-\d\dT[^<]+<\/time><\/li><\/ul><button>Reset</,
    );
    page.close();
  });

  test('without a session the page says why it shows nothing', async () => {
    const { element, page } = await openAs(null);

    await shows(element, 'Please sign in.');

    expect(element.querySelector('[role=alert]')?.textContent).toBe('Please sign in.');
    page.close();
  });

  test('the second person sees nothing of the first', async () => {
    const { element, page } = await openAs('alice');
    await shows(element, "Alice's phone");

    person = await stage.peer.signIn('bob');
    await page.changePerson();
    await shows(element, "Bob's old phone");

    expect(element.textContent).not.toContain('Alice');
    page.close();
  });

  test('a reset names the devices that the page shows, and a key', async () => {
    const { element, page } = await openAs('bob');
    await shows(element, "Bob's old phone");

    element.querySelector('button')?.click();
    await shows(element, 'My one-time passwordsReset', 'My one-time passwordsYour next');

    expect(await stage.peer.deviceIds('bob', 'OATH')).toEqual([]);
    expect(element.querySelector('ul')?.children).toHaveLength(0);
    // Only the example with urql says what comes next.
    expect(element.textContent.includes('Your next sign-in offers')).toBe(file.includes('urql'));
    const changes = requests.filter((one) => fieldAt(one, 'operationName') === 'ResetOathDevices');
    expect(changes.map((one) => fieldAt(one, 'variables', 'input'))).toEqual([
      {
        target: { me: true },
        expectedDeviceIds: [expect.any(String), expect.any(String)],
        idempotencyKey: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    ]);
    page.close();
  });

  test('a click after a lost answer sends the same change again', async () => {
    const { element, page } = await openAs('bob', loseFirstAnswer());
    await shows(element, "Bob's old phone");

    element.querySelector('button')?.click();
    await shows(element, 'lost');
    element.querySelector('button')?.click();
    await shows(element, 'My one-time passwordsReset', 'My one-time passwordsYour next');

    const [first, second] = requests
      .filter((one) => fieldAt(one, 'operationName') === 'ResetOathDevices')
      .map((one) => fieldAt(one, 'variables'));
    expect(second).toEqual(first);
    page.close();
  });

  async function openAs(name: string | null, fetch = browserFetch) {
    person = name === null ? {} : await stage.peer.signIn(name);
    const { openPage }: Page = await import(resolve(file));
    const element = document.createElement('main');
    document.body.append(element);
    const page = openPage(element, { url: `${stage.gateway.url}/graphql`, fetch });
    return { element, page };
  }
});

const refusals = [
  { code: 'STEP_UP_REQUIRED', message: 'm', stepUp: { acceptedKinds: ['OATH', 'PUSH'] } },
  { code: 'REFUSED_BY_AM', message: 'AM said no.' },
  { code: 'OUTCOME_UNKNOWN', message: 'm' },
];

test.each([
  ['react-apollo/explain.ts', 'explainRefusal'],
  ['react-tanstack/explain.ts', 'explainRefusal'],
  ['react-urql/use-my-devices.ts', 'explain'],
])('a refusal is explained by %s', async (file, name) => {
  const { [name]: explain } = await import(resolve('examples', file));

  expect(refusals.map((one) => explain(one))).toEqual([
    'Sign in again with OATH or PUSH.',
    'AM said no.',
    'Look at your devices before you try again.',
  ]);
});

test('docs/caches.md: on a page that stays, Apollo Client needs resetStore', async () => {
  const [{ ApolloProvider }, { createRoot }, { createElement }, { createGateway }, { MyDevices }] =
    await Promise.all([
      import('@apollo/client/react'),
      import('react-dom/client'),
      import('react'),
      import('../../examples/react-apollo/gateway.ts'),
      import('../../examples/react-apollo/my-devices.tsx'),
    ]);
  person = await stage.peer.signIn('alice');
  const client = createGateway({ url: `${stage.gateway.url}/graphql`, fetch: browserFetch });
  const element = document.createElement('main');
  const root = createRoot(element);
  root.render(createElement(ApolloProvider, { client, children: createElement(MyDevices) }));
  await shows(element, "Alice's phone");

  person = await stage.peer.signIn('bob');
  await client.clearStore();
  await new Promise((later) => setTimeout(later, 100));
  const afterClear = element.textContent;
  await client.resetStore();
  await shows(element, "Bob's old phone");

  expect(afterClear).toContain("Alice's phone");
  expect(element.textContent).not.toContain('Alice');
  root.unmount();
});

function bodyOf(init: RequestInit | undefined): string {
  return typeof init?.body === 'string' ? init.body : '';
}

/** A fetch that makes the first change and loses its answer. */
function loseFirstAnswer(): typeof fetch {
  let isLost = false;
  return async (input, init) => {
    const response = await browserFetch(input, init);
    if (isLost || !bodyOf(init).includes('mutation')) return response;
    isLost = true;
    throw new TypeError('The answer is lost.');
  };
}

/** Waits until the page shows one of some texts. */
async function shows(element: Element, ...texts: readonly string[]): Promise<void> {
  const end = Date.now() + 4_000;
  while (!texts.some((text) => element.textContent.includes(text))) {
    if (Date.now() > end) throw new Error(`The page shows: ${element.textContent}`);
    await new Promise((later) => setTimeout(later, 10));
  }
}
