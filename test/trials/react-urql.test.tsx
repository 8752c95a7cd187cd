/** `examples/react-urql`, rendered on the server, with the responses of a real gateway. */
import { beforeEach, expect, test } from '@jest/globals';
import { renderToStaticMarkup } from 'react-dom/server';
import { type Client, Provider } from 'urql';
import { createGateway } from '../../examples/react-urql/gateway.ts';
import { MyDevices } from '../../examples/react-urql/my-devices.tsx';
import { explain, useMyDevices } from '../../examples/react-urql/use-my-devices.ts';
import type { MyDevicesPage } from '../../examples/react-urql/use-my-devices.ts';
import { MyDevicesDocument } from '../../packages/client/index.ts';
import { useStage } from '../support/stage.ts';

const stage = useStage();
let client: Client;

beforeEach(async () => {
  client = clientAs(await stage.peer.signIn('alice'));
});

function clientAs(headers: Readonly<Record<string, string>>): Client {
  return createGateway({ url: `${stage.gateway.url}/graphql`, headers });
}

/** Renders the page with urql's current data. */
function page(): string {
  return renderToStaticMarkup(
    <Provider value={client}>
      <MyDevices />
    </Provider>,
  );
}

/** Returns the object that the page's button uses. */
function pageObject(): MyDevicesPage {
  let seen: MyDevicesPage | undefined;
  function Watch(): null {
    seen = useMyDevices();
    return null;
  }
  renderToStaticMarkup(
    <Provider value={client}>
      <Watch />
    </Provider>,
  );
  if (seen === undefined) throw new Error('nothing was rendered');
  return seen;
}

/** Reads like a browser that shows the page. A reset invalidates urql's data. */
async function read(): Promise<void> {
  await client.query(MyDevicesDocument, {}).toPromise();
}

test('no reset is offered before the devices are loaded', () => {
  expect(page()).toContain('<section aria-busy="true">');
  expect(page()).toMatch(/<ul><\/ul><button disabled="">Reset<\/button>/);
});

test('the user sees their devices and a button', async () => {
  await read();

  expect(page()).toMatch(/<li>Alice&#x27;s phone <time>\d{4}-\d\d-\d\dT[^<]+<\/time><\/li>/);
  expect(page()).toContain('<button>Reset</button>');
});

test('the reset removes them, and the page shows the next step', async () => {
  await read();

  await pageObject().reset();
  await read();

  expect(await stage.peer.deviceIds('alice', 'OATH')).toEqual([]);
  expect(page()).toContain('<ul></ul><p>Your next sign-in offers to register a device.</p>');
  expect(page()).toContain('<button disabled="">Reset</button>');
});

test('a user without a session sees the reason', async () => {
  client = clientAs({});
  await read();

  expect(page()).toMatch(/<p role="alert">[^<]*sign[^<]*<\/p>/i);
});

test.each([
  [
    {
      __typename: 'GatewayStepUpRequired',
      message: 'm',
      path: null,
      acceptedKinds: ['OATH', 'PUSH'],
    },
    'Sign in again with OATH or PUSH.',
  ],
  [{ __typename: 'DeviceChangeRefused', message: 'AM said no.', path: null }, 'AM said no.'],
  [
    { __typename: 'DeviceChangeOutcomeUnknown', message: 'm', path: null },
    'Look at your devices before you try again.',
  ],
] as const)('a refusal is shown: %j', (refusal, notice) => {
  const mutable: Parameters<typeof explain>[0] = JSON.parse(JSON.stringify(refusal));

  expect(explain(mutable)).toBe(notice);
});
