/**
 * `examples/react-tanstack`, rendered on the server, with the responses of a real gateway.
 * `cache-matrix.test.ts` reads all documents through its client.
 */
import { QueryClientProvider } from '@tanstack/react-query';
import { expect, test } from '@jest/globals';
import { renderToStaticMarkup } from 'react-dom/server';
import { createGateway, type Gateway } from '../../examples/react-tanstack/gateway.ts';
import { MyDevices } from '../../examples/react-tanstack/my-devices.tsx';
import { MyDevicesDocument } from '../../packages/client/index.ts';
import { useStage } from '../support/stage.ts';

const stage = useStage();

/** Renders the page with the current data. */
function page(gateway: Gateway): string {
  return renderToStaticMarkup(
    <QueryClientProvider client={gateway.queryClient}>
      <MyDevices gateway={gateway} />
    </QueryClientProvider>,
  );
}

const gatewayAs = (headers: Readonly<Record<string, string>>): Gateway =>
  createGateway({ url: `${stage.gateway.url}/graphql`, headers });

test('no reset is offered before the devices are loaded', async () => {
  const gateway = gatewayAs(await stage.peer.signIn('alice'));
  const before = page(gateway);
  await gateway.queryClient.fetchQuery(gateway.query(MyDevicesDocument, {}));

  expect(before).toMatch(/<section aria-busy="true">.*<ul><\/ul><button disabled="">/);
  expect(page(gateway)).toMatch(/<section aria-busy="false">.*<li>Alice.*<button>Reset</);
});

test('errors of fields are data, and the user sees the reason', async () => {
  const gateway = gatewayAs({});
  await gateway.queryClient.fetchQuery(gateway.query(MyDevicesDocument, {}));

  expect(page(gateway)).toContain('<p role="alert">Please sign in.</p>');
});
