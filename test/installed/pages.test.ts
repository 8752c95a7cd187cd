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

/** What a page promises beside its blocks. */
const promises: Readonly<Record<string, (outputs: readonly string[], log: string) => void>> = {
  'docs/first-day.md': (outputs, log) => {
    const online = outputs
      .map((one) => one.trimEnd().split('\n'))
      .find((lines) => lines.length > 5);
    expect(online?.filter((line) => !line.startsWith('ok'))).toEqual([]);
    expect(log).toMatch(/"event":"change".*"reference".*\n.*"event":"request"/);
  },
};

test.each(installedPages('installed'))(
  '%s',
  async (page) => {
    const { wanted, got, outputs, log } = await followInstalled(page, peer && { env: amEnv(peer) });

    expect(got).toEqual(wanted);
    promises[page]?.(outputs, log);
  },
  120_000,
);
