/** Attacks on a check by a vendor: guessed codes, other people, other browsers, other vendors. */
import { describe, expect, test } from '@jest/globals';
import { CheckStage, forwardOf, openVendor, vendorEnv, type Page } from './check-stage.ts';

const vendor = await openVendor();
const other = await openVendor();
const checks = new CheckStage(vendor, {
  TRUSTED_PROXIES: '127.0.0.1',
  // Two gateways behind one address.
  PUBLIC_URL: 'http://127.0.0.1:4000',
  ...vendorEnv({ idv: { issuer: vendor.issuer }, second: { issuer: other.issuer } }),
});
const from = (address: string) => ({ 'x-forwarded-for': address });
const wrong = '2222-2222';

/** What a page says, without what the code of an earlier one could change. */
function textOf({ status, text }: Page): readonly [number, string] {
  return [status, text];
}

describe('a code is guessed', () => {
  test('wrong, ended and odd codes get the same page, which names no person', async () => {
    const { code } = await checks.started();
    await checks.goThrough(code, 'verified');
    const browser = checks.browser();

    const pages = [
      await browser.type(wrong),
      await browser.type(code),
      await browser.type('<b>x'),
      await browser.type(''),
    ];

    const [first] = pages.map(textOf);
    expect(pages.map(textOf)).toEqual(pages.map(() => first));
    expect(first?.[0]).toBe(400);
    expect(first?.[1]).not.toMatch(/bob|helen|Vendor|alpha/i);
  });

  test('five wrong codes of one address in ten minutes end it for that address', async () => {
    const { code } = await checks.started();
    const browser = checks.browser();
    const here = from('198.51.100.7');
    for (let tried = 0; tried < 5; tried += 1)
      expect((await browser.type(wrong, here)).status).toBe(400);

    const refused = await browser.type(code, here);
    const elsewhere = await browser.type(code, from('198.51.100.8'));
    checks.now += 600_000;
    const later = await browser.type(code, here);

    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('600');
    expect(forwardOf(elsewhere)).toContain(vendor.issuer);
    expect(forwardOf(later)).toContain(vendor.issuer);
  });

  test('tries at the same time are counted, too', async () => {
    const { identityChecks } = checks.ledger;
    const code = { hash: 'wrong', address: 'one' };

    const ends = await Promise.all(Array.from({ length: 12 }, () => identityChecks.enter(code)));

    expect(ends.filter(({ kind }) => kind === 'wrong')).toHaveLength(5);
  });

  test('a network of IPv6 counts as one address', async () => {
    const browser = checks.browser();
    for (let last = 1; last <= 5; last += 1)
      await browser.type(wrong, from(`2001:db8:1:2::${last}`));

    expect((await browser.type(wrong, from('2001:db8:1:2:ffff::1'))).status).toBe(429);
    expect((await browser.type(wrong, from('2001:db8:1:3::1'))).status).toBe(400);
  });

  test('a page of another site cannot type a code, and an address cannot carry one', async () => {
    const { code, proofId } = await checks.started();
    const browser = checks.browser();

    const foreign = await browser.type(code, { 'sec-fetch-site': 'cross-site' });
    const linked = await browser.get(`/verify?code=${code}`);

    expect(foreign.status).toBe(403);
    expect(linked.text).not.toContain(code);
    expect(vendor.calls()).toEqual([]);
    expect(await checks.stateOf(proofId)).toBe('WAITING');
  });
});

describe('a proof is moved', () => {
  test('it proves no other person, and serves no other agent', async () => {
    const { proofId, code } = await checks.started('helen', 'bob');
    await checks.goThrough(code, 'verified');

    expect(await checks.reset(proofId, 'helen', 'carol')).toBe('VERIFICATION_REQUIRED');
    expect(await checks.read(proofId, 'helen', 'carol')).toBe('PROOF_NOT_FOUND');
    expect(await checks.read(proofId, 'oscar')).toBe('PROOF_NOT_FOUND');
    const { agent } = { agent: { id: 'helen', realm: 'alpha' } };
    const find = (realm: string) =>
      checks.ledger.proofs.find(proofId, { agent, person: { id: 'bob', realm } });
    expect([(await find('alpha'))?.state, await find('beta')]).toEqual(['PROVEN', null]);
    expect(await checks.reset(proofId, 'helen', 'bob')).toMatchObject({ outcome: 'DONE' });
  });

  test('a code that is not verified yet permits nothing', async () => {
    const { proofId, code } = await checks.started();
    await checks.browser().toVendor(code, vendor, 'verified');

    expect(await checks.reset(proofId)).toBe('VERIFICATION_REQUIRED');
  });

  test('a person can be checked five times in an hour, by all agents together', async () => {
    for (let started = 0; started < 5; started += 1) await checks.started();

    expect(await checks.start('oscar')).toBe('RATE_LIMITED');
    expect(await checks.start('helen', 'carol')).not.toBe('RATE_LIMITED');
  });
});

describe('another browser comes back', () => {
  test('without the cookie, or with that of another browser, nothing is proven', async () => {
    const victim = checks.browser();
    const { proofId, code } = await checks.started();
    const back = await victim.toVendor(code, vendor, 'verified');
    const attacker = checks.browser();
    await attacker.toVendor((await checks.started('helen', 'carol')).code, vendor, 'verified');
    const sent = vendor.calls().length;

    const pages = [await checks.browser().get(back), await attacker.get(back)];

    expect(pages.map(({ status }) => status)).toEqual([400, 400]);
    expect(vendor.calls()).toHaveLength(sent);
    expect(await checks.stateOf(proofId)).toBe('WAITING');
  });

  test('the address of a return works once', async () => {
    const browser = checks.browser();
    const { proofId, code } = await checks.started();
    const back = await browser.toVendor(code, vendor, 'verified');
    const { cookie } = browser;
    await browser.get(back);
    const sent = vendor.calls().length;

    const again = await checks.browser().get(back, { cookie });

    expect(again.status).toBe(400);
    expect(vendor.calls()).toHaveLength(sent);
    expect(await checks.stateOf(proofId)).toBe('PROVEN');
  });

  test('of two returns at the same time one asks the vendor', async () => {
    const browser = checks.browser();
    const { proofId, code } = await checks.started();
    const back = await browser.toVendor(code, vendor, 'verified');
    const { cookie } = browser;

    const pages = await Promise.all([1, 2, 3].map(() => checks.browser().get(back, { cookie })));

    expect(pages.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(vendor.calls().filter(({ path }) => path === '/token')).toHaveLength(1);
    expect(await checks.stateOf(proofId)).toBe('PROVEN');
  });

  test('of two tabs the last one counts', async () => {
    const browser = checks.browser();
    const { proofId, code } = await checks.started();
    const first = await browser.toVendor(code, vendor, 'verified');
    const second = await browser.toVendor(code, vendor, 'verified');

    expect((await browser.get(first)).status).toBe(400);
    expect(await checks.stateOf(proofId)).toBe('WAITING');
    expect((await browser.get(second)).status).toBe(200);
    expect(await checks.stateOf(proofId)).toBe('PROVEN');
  });

  test('a code sends at most five browsers to the vendor', async () => {
    const { code } = await checks.started();
    for (let visit = 0; visit < 5; visit += 1)
      await checks.browser().toVendor(code, vendor, 'verified');

    expect((await checks.browser().type(code)).status).toBe(410);
  });

  test('an error with a forged state ends nothing', async () => {
    const browser = checks.browser();
    const { proofId, code } = await checks.started();
    await browser.toVendor(code, vendor, 'verified');

    await browser.get('/verify/callback/idv?error=access_denied&state=forged');

    expect(await checks.stateOf(proofId)).toBe('WAITING');
  });
});

describe('vendors are mixed up', () => {
  test('the answer of one vendor at the address of another is refused', async () => {
    const browser = checks.browser();
    const { proofId, code } = await checks.started();
    const back = await browser.toVendor(code, vendor, 'verified');

    const page = await browser.get(back.replace('/callback/idv', '/callback/second'));

    expect(page.status).toBe(400);
    expect(other.calls()).toEqual([]);
    expect(await checks.stateOf(proofId)).toBe('WAITING');
    expect((await browser.get(back)).status).toBe(200);
  });

  test('an address of a vendor that is not configured does not exist', async () => {
    expect((await checks.browser().get('/verify/callback/none')).status).toBe(404);
  });
});

describe('the person changes in AM', () => {
  const rename = (sn: string) => checks.stage.peer.plant('bob', { sn: [sn] });

  test('another name before the code is typed ends the check, and no name is sent', async () => {
    const { proofId, code } = await checks.started();
    await rename('Attacker');

    const page = await checks.browser().type(code);

    expect(page.text).toContain('could not be verified');
    expect(vendor.calls()).toEqual([]);
    expect(await checks.stateOf(proofId)).toBe('NOT_VERIFIED');
  });

  test('another name while the person is at the vendor ends the check', async () => {
    const browser = checks.browser();
    const { proofId, code } = await checks.started();
    const back = await browser.toVendor(code, vendor, 'verified');
    await rename('Attacker');

    await browser.get(back);

    expect(await checks.stateOf(proofId)).toBe('NOT_VERIFIED');
    expect(vendor.calls().map(({ path }) => path)).toEqual(['/par']);
  });

  test('a person without a family name cannot be checked, which the agent learns at once', async () => {
    await rename('');

    expect(await checks.start()).toMatchObject({ state: 'NO_NAME', proofId: '', code: '' });
  });
});

describe('several gateways', () => {
  test('one starts, another takes the code, a third one the answer', async () => {
    const [second, third] = [await checks.openGateway(), await checks.openGateway()];
    const { proofId, code } = await checks.started();

    const browser = checks.browser(second.gateway.url);
    const back = await browser.toVendor(code, vendor, 'verified');
    const { cookie } = browser;
    await second.close();
    const page = await checks.browser(third.gateway.url).get(back, { cookie });
    await third.close();

    expect(page.status).toBe(200);
    expect(await checks.stateOf(proofId)).toBe('PROVEN');
  });

  test('a gateway with another key knows no code of the first one', async () => {
    const { code } = await checks.started();
    const stranger = await checks.openGateway({ IDENTITY_VERIFICATION_SECRET: 'z'.repeat(40) });

    const page = await checks.browser(stranger.gateway.url).type(code);
    await stranger.close();

    expect(page.status).toBe(400);
  });
});

test('without AM nothing is proven, and the person reads to type the code again', async () => {
  const { proofId, code } = await checks.started();
  const path = '/users/bob';
  checks.stage.sandbox.breakNext({
    match: { method: 'GET', path },
    times: Infinity,
    effect: { kind: 'status', status: 500, applyEffect: false },
  });

  const page = await checks.browser().type(code);
  checks.stage.sandbox.reset();

  expect(page.status).toBe(503);
  expect(page.text).toContain('type the code again');
  expect(await checks.stateOf(proofId)).toBe('WAITING');
});
