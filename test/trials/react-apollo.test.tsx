/**
 * `examples/react-apollo`, rendered on the server, with the responses of a real gateway in its
 * cache.
 */
import type { ApolloClient } from '@apollo/client';
import { ApolloProvider } from '@apollo/client/react';
import { beforeEach, expect, test } from '@jest/globals';
import { renderToStaticMarkup } from 'react-dom/server';
import { createGateway } from '../../examples/react-apollo/gateway.ts';
import { MyDevices } from '../../examples/react-apollo/my-devices.tsx';
import { MyDevicesDocument, ResetOathDevicesDocument } from '../../packages/client/index.ts';
import { useStage } from '../support/stage.ts';

const stage = useStage();
let client: ApolloClient;

beforeEach(async () => {
  const headers = await stage.peer.signIn('alice');
  client = createGateway({ url: `${stage.gateway.url}/graphql`, headers });
});

/** Renders the page with the current cache. */
function page(): string {
  return renderToStaticMarkup(
    <ApolloProvider client={client}>
      <MyDevices />
    </ApolloProvider>,
  );
}

test('no reset is offered before the devices are loaded', () => {
  expect(page()).toContain('<section aria-busy="true">');
  expect(page()).toMatch(/<ul><\/ul><button disabled="">Reset<\/button>/);
});

test('the user sees their devices and a button', async () => {
  await client.query({ query: MyDevicesDocument });

  expect(page()).toMatch(/<li>Alice&#x27;s phone <time>\d{4}-\d\d-\d\dT[^<]+<\/time><\/li>/);
  expect(page()).toContain('<button>Reset</button>');
});

test('after a reset the page shows no device, without another query', async () => {
  await client.query({ query: MyDevicesDocument });

  await client.mutate({
    mutation: ResetOathDevicesDocument,
    variables: { input: { target: { me: true } } },
  });

  expect(page()).toMatch(/<section aria-busy="false">.*<ul><\/ul><button disabled="">/);
});
