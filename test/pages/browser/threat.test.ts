/** A threat level: administrators set it in *History*, and every page says what it means. */
import { afterEach, describe, expect, test } from '@jest/globals';
import { createClient, SetThreatLevelDocument } from '@identity-gateway/client';
import type { RealmThreatLevelName } from '@identity-gateway/client';
import type { Page } from 'playwright-core';
import { proofEnv } from '../../support/peer.ts';
import { bearer, bearerEnv } from '../../support/stage.ts';
import { withLists } from '../../support/with-lists.ts';
import { barLink } from './account.ts';
import { clientOf } from './approvals-page.ts';
import { open, pick } from './help-desk-page.ts';
import { type PagesStage, usePages } from './pages-stage.ts';
import { expectGoodState } from './states.ts';
import { reason, setLevel } from './threat-page.ts';

const pages = usePages('pingam', ({ sandbox }) => ({
  ...bearerEnv(sandbox),
  ADMIN_SCOPES: 'devices:admin',
  ...withLists({ limits: { staffChanges: [], personChanges: [] } }),
}));

const affected = /^Everyone in alpha\. (No change was|One change was|\d+ changes were) made there/;
const command = "identity-gateway threat set alpha normal --reason '…'";
const banner = (page: Page) => page.getByRole('complementary', { name: 'Incident' });
const removals = (page: Page) => page.getByRole('button', { name: /^Remove/ });

/** Sets a level without a page, as an administrator. */
async function level(
  stage: PagesStage,
  name: RealmThreatLevelName,
  realm = 'alpha',
): Promise<void> {
  const oscar = await clientOf(stage, 'oscar');
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const { errors } = await oscar.request(SetThreatLevelDocument, {
    input: { realm, level: name, until, reason },
  });
  expect(errors).toEqual([]);
}

/** Lifts the level as another administrator, who has just signed in with a second factor. */
async function lift(): Promise<void> {
  const claims = { auth_time: Math.floor(Date.now() / 1_000), amr: ['mfa'] };
  const headers = bearer(pages.sandbox, 'ada', { scopes: ['devices:admin'], claims });
  const ada = createClient({ url: `${pages.origin}/graphql`, documents: 'id', headers });
  const { errors } = await ada.request(SetThreatLevelDocument, {
    input: { realm: 'alpha', level: 'NORMAL', until: null, reason },
  });
  expect(errors).toEqual([]);
}

afterEach(lift);

test('an administrator stops the changes by keyboard, and cannot lift the level alone (G19)', async () => {
  const { page: byBob } = await pages.visit({ as: 'bob' });
  await removals(byBob).first().waitFor();
  expect(await banner(byBob).count()).toBe(0);

  const expects = /403|200/;
  const { page } = await pages.visit({ as: 'oscar', path: '/threat-level', expects });
  await setLevel(page, 'Frozen');
  await banner(page).getByText('Changes are stopped.').waitFor();
  await page.getByText('“Callers pretend to be users.”').or(page.locator('q')).first().waitFor();
  await expectGoodState(page, 'history-threat-set');

  await byBob.reload();
  await banner(byBob).getByText('not even the help desk').waitFor();
  expect(await removals(byBob).count()).toBe(0);
  await expectGoodState(byBob, 'my-devices-frozen');

  const { page: byHelen } = await pages.visit({ as: 'helen', path: '/help-desk' });
  await open(byHelen, 'bob');
  await banner(byHelen).getByText('No devices can be changed').waitFor();
  await byHelen.getByText('The notice above says what is possible.').waitFor();
  expect(await removals(byHelen).count()).toBe(0);
  await expectGoodState(byHelen, 'desk-frozen');

  const frozen = page.locator('.level-card[data-level=FROZEN]');
  await frozen.getByText('Everyone in alpha.').waitFor();
  // The notice above says who can lift it.
  expect(await frozen.getByText('Who can lift it').count()).toBe(0);
  expect(await page.getByRole('radio').count()).toBe(1);
  expect(await page.getByRole('radio', { name: 'Frozen' }).isChecked()).toBe(true);
  const main = page.getByRole('main');
  await main.getByText('only an operator can lower this level').waitFor();
  await main.getByText(command).first().waitFor();
  await lift();
  await page.reload();
  await banner(page).waitFor({ state: 'detached' });
  await byBob.reload();
  await removals(byBob).first().waitFor();
  expect(await banner(byBob).count()).toBe(0);
});

test('FROZEN asks for its word, says who can lift it here, and marks a missing reason', async () => {
  const { page } = await pages.visit({ as: 'oscar', path: '/threat-level' });
  for (const strict of ['GUARDED', 'LOCKED', 'FROZEN']) {
    const card = page.locator(`.level-card[data-level=${strict}]`);
    await card.getByText(affected).waitFor();
    await card.getByText('Only an operator, by this command.').waitFor();
    await card.getByText(command).waitFor();
  }
  await page.getByRole('radio', { name: 'Frozen' }).check();
  const why = page.getByLabel(/^Why/);
  await page.getByRole('button', { name: 'Set the level…' }).press('Enter');
  await page.getByText('Say why. Nothing was set.').waitFor();
  expect(await why.getAttribute('aria-invalid')).toBe('true');
  expect(await why.evaluate((field) => field === document.activeElement)).toBe(true);
  await page.keyboard.type(reason);
  await page.keyboard.press('Enter');

  const dialog = page.getByRole('dialog', { name: 'Set Frozen in alpha?' });
  for (const text of [
    'Look things up. They change nothing, and sign no one out.',
    affected,
    'Only an operator, by this command.',
    command,
  ])
    await dialog.getByText(text).waitFor();
  await dialog.getByRole('button', { name: 'Set the level' }).press('Enter');
  await dialog.getByText('This is not FROZEN. Nothing was set.').waitFor();
  await expectGoodState(page, 'threat-level-dialog');
  await page.keyboard.press('Escape');

  expect(await banner(page).count()).toBe(0);
  expect(await page.getByRole('radio').count()).toBe(4);
});

test('a locked realm leaves the sign-out and requests to the help desk, and nothing to users', async () => {
  const { page } = await pages.visit({ as: 'oscar', path: '/threat-level' });
  await setLevel(page, 'Locked');

  const { page: byHelen } = await pages.visit({ as: 'helen', path: '/help-desk' });
  await open(byHelen, 'bob');
  await banner(byHelen).getByText('needs a second person').waitFor();
  await byHelen
    .getByRole('button', { name: /Sign .* out/ })
    .first()
    .waitFor();
  expect(await removals(byHelen).count()).toBe(0);
  await pick(byHelen, /^Remove all authenticator-app codes/);
  await byHelen.getByRole('button', { name: 'Ask a second person to remove 2 devices…' }).click();
  await byHelen.getByRole('dialog').getByRole('button', { name: 'Ask a second person' }).click();
  await byHelen.getByRole('heading', { name: /^Waiting for a second person/ }).waitFor();

  const { page: byBob } = await pages.visit({ as: 'bob' });
  await banner(byBob).getByText('call the help desk').waitFor();
  expect(await removals(byBob).count()).toBe(0);
});

test.each([
  ['LOCKED', 'not change them. If you have lost one, call the help desk.'],
  ['FROZEN', 'no one can change them, not even the help desk'],
] as const)(
  'with %s, locked devices send no one to a sign-in that changes nothing',
  async (name, text) => {
    await level(pages, name);
    const { page } = await pages.visit({ as: 'bob', byPassword: true });
    await page.locator('.device').getByText('Locked').first().waitFor();

    await banner(page).getByText(text).waitFor();
    expect(await page.getByText('To change the locked ones').count()).toBe(0);
    expect(await page.getByRole('link', { name: /^Sign in: / }).count()).toBe(0);
    expect(await page.locator('.lead').innerText()).not.toContain('remove it');
    await expectGoodState(page, `my-devices-locked-${name}`);
  },
);

test('a page from before the level learns it from a refused change', async () => {
  const { page: byBob } = await pages.visit({ as: 'bob', expects: /threat|THREAT|403|200/i });
  await removals(byBob).first().waitFor();
  await level(pages, 'FROZEN');

  await removals(byBob).first().press('Enter');
  const dialog = byBob.getByRole('dialog');
  await dialog.getByRole('button', { name: /^Remove/ }).press('Enter');
  await byBob.getByText('Because of an incident').first().waitFor();
  await banner(byBob).getByText('Changes are stopped.').waitFor();
  expect(await banner(byBob).count()).toBe(1);
});

test('a page in use learns the level within a minute, and a page left alone sends nothing', async () => {
  const { page: byBob } = await pages.visit({ as: 'bob' });
  await byBob.clock.install();
  await byBob.reload();
  await removals(byBob).first().waitFor();
  await level(pages, 'FROZEN');
  let requests = 0;
  byBob.on('request', (request) => {
    if (new URL(request.url()).pathname === '/graphql') requests += 1;
  });

  await byBob.clock.runFor(10 * 60_000);
  expect(requests).toBe(0);
  await byBob.keyboard.press('Tab');
  await banner(byBob).getByText('Changes are stopped.').waitFor();
  expect(await removals(byBob).count()).toBe(0);
  expect(requests).toBe(1);

  await lift();
  await byBob.keyboard.press('Tab');
  await byBob.clock.runFor(55_000);
  expect(requests).toBe(1);
  await byBob.clock.runFor(10_000);
  await removals(byBob).first().waitFor();
  expect(await banner(byBob).count()).toBe(0);
  await byBob.clock.runFor(10 * 60_000);
  expect(requests).toBe(2);
});

test('the help desk and users can set no level', async () => {
  const { page } = await pages.visit({ as: 'helen', path: '/threat-level' });
  await page.getByText('Only administrators of a whole realm can set its level.').waitFor();

  expect(await barLink(page, 'Threat level').count()).toBe(0);
  expect(await page.getByRole('radio').count()).toBe(0);
});

test('the bar leads to the level, which has the word of the command line beside it', async () => {
  const visit = { as: 'oscar', path: '/history', locale: 'de-DE' };
  const { page } = await pages.visit(visit);
  await page.getByRole('button', { name: 'Aufsicht' }).click();
  await page.getByRole('link', { name: 'Bedrohungsstufe' }).click();
  const options = page.locator('.level-name strong');
  await options.first().waitFor();
  expect(await options.allTextContents()).toEqual([
    'Normal',
    'Bewacht (guarded)',
    'Eingeschränkt (locked)',
    'Eingefroren (frozen)',
  ]);
  await level(pages, 'FROZEN');

  await page.reload();

  const german = page.getByRole('complementary', { name: 'Vorfall' });
  await german.getByText('Eingefroren (frozen)').waitFor();
  expect(await german.textContent()).not.toMatch(/gesperrt/i);
  await expectGoodState(page, 'threat-level');
});

describe('where callers can prove their identity', () => {
  const proving = usePages('pingam', {
    ...proofEnv,
    VERIFICATION_REQUIRED: 'help-desk',
    ...withLists({ limits: { staffChanges: [], personChanges: [] } }),
  });

  test('a guarded realm lets a second person replace the proof of a caller without devices', async () => {
    const { page } = await proving.visit({ as: 'oscar', path: '/threat-level' });
    await setLevel(page, 'Guarded');
    const { page: byHelen } = await proving.visit({ as: 'helen', path: '/help-desk' });
    await open(byHelen, 'bob');
    await pick(byHelen, /^Remove all authenticator-app codes/);
    const ask = byHelen.getByRole('button', { name: 'Ask a second person to remove 2 devices…' });

    await ask.click();
    await byHelen.getByText('Say how you verified the caller.').waitFor();
    expect(await byHelen.getByText('Let the caller prove who they are first.').count()).toBe(0);
    await byHelen.getByLabel('How did you verify the caller?').selectOption('call-back');
    await byHelen.getByRole('button', { name: /^Now/ }).click();
    await expectGoodState(byHelen, 'desk-guarded');
    await ask.click();
    await byHelen.getByRole('dialog').getByRole('button', { name: 'Ask a second person' }).click();

    await byHelen.getByRole('heading', { name: /^Waiting for a second person/ }).waitFor();
  });
});

describe('a person of another realm', () => {
  const two = usePages('pingam', {
    ...proofEnv,
    AM_REALMS: 'alpha,beta',
    ...withLists({
      access: {
        acrossRealms: [
          { staffOf: 'alpha', actIn: 'beta' },
          { staffOf: 'beta', actIn: 'alpha' },
        ],
      },
      limits: { staffChanges: [], personChanges: [] },
    }),
  });
  const codes = /^Remove all authenticator-app codes/;

  async function openIn(realm: string, name: string, as = 'helen'): Promise<Page> {
    const { page } = await two.visit({ as, path: '/help-desk' });
    await page.getByLabel('Realm').selectOption(realm);
    await open(page, name);
    return page;
  }

  // From the mildest level on: who has set one cannot lower it.
  test('has to prove their identity while their realm is guarded', async () => {
    await level(two, 'GUARDED', 'beta');
    const page = await openIn('beta', 'bella');

    await pick(page, codes);
    await removals(page).click();

    await page.getByText('Let the caller prove who they are first.').waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  test('needs a second person while their realm is locked', async () => {
    await level(two, 'LOCKED', 'beta');
    const page = await openIn('beta', 'bella');

    await pick(page, codes);
    await page.getByRole('button', { name: 'Ask a second person to remove 1 device…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Ask a second person' }).click();

    await page.getByRole('heading', { name: /^Waiting for a second person/ }).waitFor();
    expect(await banner(page).count()).toBe(0);
  });

  test('cannot be changed while their realm is frozen', async () => {
    await level(two, 'FROZEN', 'beta');
    const page = await openIn('beta', 'bella');
    await page.getByText('Because of an incident in beta, devices can’t be removed').waitFor();
    expect(await banner(page).count()).toBe(0);
    expect(await page.getByRole('checkbox').count()).toBe(0);
    expect(await removals(page).count()).toBe(0);
    await expectGoodState(page, 'desk-frozen-elsewhere');
  });

  test("can be changed while only the agent's realm is frozen", async () => {
    await level(two, 'FROZEN', 'beta');
    const page = await openIn('alpha', 'bob', 'hektor');
    await banner(page).getByText('No devices can be changed').waitFor();

    await pick(page, codes);

    await removals(page).waitFor();
    expect(await removals(page).textContent()).toContain('2');
  });
});
