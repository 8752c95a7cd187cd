/** A complete story with the sandbox: rejected codes, a call, a new registration. */
import { expect, test } from '@jest/globals';
import { open, pick, remove } from './help-desk-page.ts';
import { kind, listIsShown } from './my-devices-page.ts';
import { usePages } from './pages-stage.ts';
import { atSandbox, codeOn, signInAt, typeCode } from './sandbox-sign-in.ts';

const pages = usePages();

test('alice’s codes are rejected; helen resets them; alice registers a device and signs in', async () => {
  const { page: phones } = await pages.visit({ path: '/signed-out', expects: atSandbox });
  const { origin } = pages.sandbox;
  const code = await codeOn(phones, { origin, phone: "Alice's phone" });
  const { page: alice } = await pages.visit({ expects: atSandbox });
  await signInAt(alice, 'alice');
  await typeCode(alice, code);
  await alice.getByText('That code was not accepted.').waitFor();

  const { page: helen } = await pages.visit({ as: 'helen', path: '/help-desk' });
  await open(helen, 'alice');
  await pick(helen, /^Remove all authenticator-app codes/);
  await remove(helen);
  await helen.getByRole('heading', { name: '1 device removed for Alice Example' }).waitFor();

  await alice.goto(pages.origin);
  await signInAt(alice, 'alice');
  await alice.getByRole('heading', { name: 'Add an authenticator app' }).waitFor();
  await alice.getByRole('button', { name: 'Register device' }).click();
  await alice.getByRole('button', { name: 'Scan with the demo phone' }).click();
  const scanned = await alice.getByText(/^Scanned\. The demo phone shows \d{6}\.$/).textContent();
  await alice.getByRole('button', { name: 'Continue' }).click();
  await typeCode(alice, scanned?.replaceAll(/\D/g, '') ?? '');
  await listIsShown(alice);

  expect(alice.url()).toBe(`${pages.origin}/`);
  expect(await kind(alice, 'Authenticator-app codes').getByRole('listitem').count()).toBe(1);
  await alice.getByRole('button', { name: 'Sign out', exact: true }).click();
  await alice.getByRole('heading', { name: 'You are signed out' }).waitFor();
  await alice.goto(pages.origin);
  await alice.getByRole('heading', { name: 'Sign in', exact: true }).waitFor();
});
