/** What travels between a page and the gateway, with nothing in between: see README.md. */
import { MyDevicesDocument, ResetOathDevicesDocument } from '@identity-gateway/client';
import type { ClientDocument } from '@identity-gateway/client';

const url = process.env['GATEWAY_URL'] ?? 'http://127.0.0.1:4000/graphql';
const [header = ''] = process.argv.slice(2);
const [name = '', value = ''] = header.split(': ');

interface Answer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions: { readonly code: string; readonly correlationId: string };
  }[];
}

async function send<Data, Variables>(
  document: ClientDocument<Data, Variables>,
  variables: Variables,
): Promise<Answer<Data>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [name]: value },
    body: JSON.stringify({ query: document.__meta__.text, variables }),
  });
  return JSON.parse(await response.text());
}

const seen = await send(MyDevicesDocument, {});
const [codes] = seen.data?.me?.devicesByKind ?? [];
for (const device of codes?.devices ?? []) console.log(`registered: ${device.name}`);

const { data, errors = [] } = await send(ResetOathDevicesDocument, {
  input: {
    target: { me: true },
    // A device that was not listed above is not removed.
    expectedDeviceIds: codes?.devices?.map(({ id }) => id) ?? [],
    // After a lost answer, send the same key again: the change is made once.
    idempotencyKey: crypto.randomUUID(),
  },
});
console.log(`reset: ${data?.resetOathDevices?.outcome}`);
for (const { code, message } of data?.resetOathDevices?.errors ?? []) {
  // Codes are stable. `message` may be shown to users.
  if (code === 'STEP_UP_REQUIRED') console.log('Sign in again with your second factor.');
  else console.log(`${code}: ${message}`);
}
for (const { message, extensions } of errors) {
  console.log(`${extensions.code}: ${message} (${extensions.correlationId})`);
}
