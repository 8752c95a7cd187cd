/** The field for a setup code on the sandbox's sign-in page, as AM's own page has it. */
import { describe, expect, test } from '@jest/globals';
import { freePort } from '../../support/free-port.ts';
import { withLists } from '../../support/with-lists.ts';
import { usePages } from './pages-stage.ts';
import { atSandbox, signInAt } from './sandbox-sign-in.ts';
import { expectGoodState } from './states.ts';

const secret = 'a-secret-of-the-script-and-the-gateway';
const env = {
  ...withLists({ enrolment: { rules: [{ method: 'ticket' }] } }),
  ENROLMENT_SECRET: secret,
  TRUSTED_DOCUMENTS: 'prefer',
};

describe.each(['pingam', 'openam'] as const)('in front of %s', (flavor) => {
  const pages = usePages(flavor, (peer) => ({ ...peer.staffEnv(), ...env }));
  /** A journey shows the field only if the gateway asks; OpenAM shows it before it asks. */
  const label = flavor === 'openam' ? /If the help desk gave you/ : /^Enter the setup code/;

  const reset = async (): Promise<string> => {
    const mutation =
      'mutation { resetOathDevices(input: { target: { user: { id: "bob" } } }) { setupCode } }';
    const response = await fetch(`${pages.origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(await pages.peer.signIn('helen')) },
      body: JSON.stringify({ query: mutation }),
    });
    const { data, errors } = await response.json();
    if (errors) throw new Error(JSON.stringify(errors));
    return String(data.resetOathDevices.setupCode);
  };

  test('only a user with the code reaches the registration', async () => {
    const address = `${pages.origin}/enrolment/decisions`;
    pages.sandbox.configure({ setupCodes: { address, secret } });
    const code = await reset();
    const { page } = await pages.visit({ expects: atSandbox });
    await signInAt(page, 'bob');

    await page.getByLabel(label).waitFor();
    await expectGoodState(page, `setup-code-${flavor}`);
    await page.getByLabel(label).fill(code.toLowerCase());
    await page.getByRole('button', { name: 'Continue' }).click();

    await page.getByRole('button', { name: 'Register device' }).waitFor();
    expect(await pages.peer.deviceIds('bob', 'OATH')).toEqual([]);
  });

  test('while the gateway is away, the sign-in ends', async () => {
    const address = `http://127.0.0.1:${await freePort()}/`;
    pages.sandbox.configure({ setupCodes: { address, secret } });
    const { page } = await pages.visit({ expects: atSandbox });
    await signInAt(page, 'carol');
    if (flavor === 'openam') await page.getByRole('button', { name: 'Continue' }).click();

    await page.getByLabel('Password').waitFor();
    expect(await page.getByRole('button', { name: 'Register device' }).count()).toBe(0);
  });
});
