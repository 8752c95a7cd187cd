/** A vendor verifies a caller: from the code that an agent reads out to the change. */
import { describe, expect, test } from '@jest/globals';
import { CheckStage, openVendor, shown } from './check-stage.ts';

const vendor = await openVendor();

describe.each(['pingam', 'aic', 'openam'] as const)('on %s', (flavor) => {
  const checks = new CheckStage(vendor, {}, flavor);

  test('a verified caller permits one change, whose record names the vendor', async () => {
    const { proofId, code, address, state, expiresAt } = await checks.started();
    const half = new Date(checks.now + 1_800_000).toISOString();
    expect({ state, expiresAt }).toEqual({ state: 'WAITING', expiresAt: half });
    expect(code).toMatch(/^[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}$/);
    expect(address).toBe(`${checks.stage.gateway.url}/verify`);

    const page = await checks.goThrough(code, 'verified');
    const proven = shown(await checks.read(proofId));
    const changed = await checks.reset(proofId);

    expect(page.text).toContain('Go back to the call');
    const until = new Date(checks.now + 600_000).toISOString();
    expect(proven).toMatchObject({ state: 'PROVEN', provenBy: 'Vendor idv', expiresAt: until });
    const at = new Date(checks.now).toISOString();
    const verification = { method: 'vendor', at, reference: proofId, provenBy: 'Vendor idv' };
    expect(changed).toMatchObject({ outcome: 'DONE', change: { verification } });
  });

  test('the vendor gets the names that AM holds, and a reference that is no name', async () => {
    const first = await checks.started();
    await checks.goThrough(first.code, 'verified');
    const second = await checks.started();
    await checks.goThrough(second.code, 'verified');

    const pushed = vendor.calls().filter(({ path }) => path === '/par');
    const claims = JSON.parse(pushed[0]?.form['claims'] ?? '{}');
    expect(claims.id_token.verified_claims[0].claims).toEqual({
      given_name: { value: 'Bob', fuzzy: true },
      family_name: { value: expect.any(String), fuzzy: true },
    });
    const [one, two] = pushed.map(({ form }) => form['login_hint']);
    expect(one).toBe(two);
    expect(one).toMatch(/^[\w-]{43}$/);
  });
});

describe('what else a vendor can answer', () => {
  const checks = new CheckStage(vendor);

  test.each([
    ['failed', 'NOT_VERIFIED', 'the help desk knows other ways'],
    ['otherFramework', 'NOT_VERIFIED', 'the help desk knows other ways'],
    ['levelNull', 'NOT_VERIFIED', 'the help desk knows other ways'],
    ['gaveUp', 'GAVE_UP', 'You have stopped'],
    ['serverError', 'NO_ANSWER', 'no usable answer'],
    ['noToken', 'NO_ANSWER', 'no usable answer'],
    ['wrongNonce', 'NO_ANSWER', 'no usable answer'],
    ['otherIssuer', 'NO_ANSWER', 'no usable answer'],
  ] as const)('"%s" ends as %s, and both sides read what to do', async (outcome, state, text) => {
    const { proofId, code } = await checks.started();

    const page = await checks.goThrough(code, outcome);

    expect(await checks.stateOf(proofId)).toBe(state);
    expect(page.text).toContain(text);
    expect(await checks.reset(proofId)).toBe('VERIFICATION_REQUIRED');
  });

  test('a vendor that refuses the pushed request ends the check at once', async () => {
    const { proofId, code } = await checks.started();
    vendor.configure({ pushStatus: 500 });

    const page = await checks.browser().type(code);

    expect(page.status).toBe(502);
    expect(await checks.stateOf(proofId)).toBe('NO_ANSWER');
  });

  test('only a failed check is a sign of another person', async () => {
    for (const outcome of ['gaveUp', 'noToken', 'verified', 'failed'] as const) {
      checks.now += 600_000;
      await checks.goThrough((await checks.started('helen', 'carol')).code, outcome);
    }

    expect(checks.signals.map(({ type }) => type)).toEqual(['proof-failed']);
  });

  test('a vendor may take twenty minutes; after half an hour nothing is proven', async () => {
    const slow = await checks.started();
    const late = await checks.started();
    const [first, second] = [checks.browser(), checks.browser()];
    const back = await first.toVendor(slow.code, vendor, 'verified');
    const lateBack = await second.toVendor(late.code, vendor, 'verified');
    checks.now += 20 * 60_000;
    await first.get(back);
    checks.now += 9 * 60_000;
    expect(await checks.stateOf(slow.proofId)).toBe('PROVEN');
    expect(await checks.stateOf(late.proofId)).toBe('WAITING');
    checks.now += 60_000;

    const page = await second.get(lateBack);

    expect(page.status).toBe(400);
    expect(await checks.stateOf(late.proofId)).toBe('EXPIRED');
  });
});
