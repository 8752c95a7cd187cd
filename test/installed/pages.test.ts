/** Follows pages where only the program is installed: no checkout, no registry, the sandbox. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { amEnv, followInstalled, installedPages } from '../support/installed-page.ts';
import { openRealOpenAm, type Peer } from '../support/peer.ts';

/** Undefined if each gateway starts its own sandbox, as the pages say. */
let peer: Peer | undefined;

beforeAll(async () => {
  if (process.env['OPENAM'] === '1') peer = await openRealOpenAm();
  await peer?.restore();
});
afterAll(() => peer?.restore());

test.each(installedPages('installed'))(
  '%s',
  async (page) => {
    const { wanted, got } = await followInstalled(page, peer && { env: amEnv(peer) });

    expect(got).toEqual(wanted);
  },
  120_000,
);
