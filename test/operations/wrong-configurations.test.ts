/** Wrong configurations are explained: what is wrong, with the name of the option. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { useFolder } from '../support/folder.ts';
import { createWorkplace, type Workplace } from '../reliability/built-gateway.ts';
import { openSandboxPeer, type SandboxPeer } from '../support/peer.ts';
import {
  openMisbehaving,
  readRows,
  resultOf,
  type Misbehaving,
  type Row,
} from './misconfigured.ts';

const { path: folder, write } = useFolder();
let peer: SandboxPeer;
let servers: Misbehaving;
let workplace: Workplace;

beforeAll(async () => {
  peer = await openSandboxPeer();
  workplace = await createWorkplace();
  servers = await openMisbehaving(peer.url);
});
afterAll(async () => {
  servers?.close();
  await workplace?.remove();
  await peer?.close();
});

/** The form of a certificate, and nothing in it. */
const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

/** How many commands run at once. */
const atOnce = 4;

test('every wrong configuration is explained with the name of the option', async () => {
  const rows = readRows({
    ...servers.values,
    folder,
    missing: `${folder}/missing`,
    empty: write('empty', ' \n'),
    text: write('text', 'pa55'),
    'no-certificate': write('none.pem', certificate),
    'small-png': write('small.png', new Uint8Array(10)),
    'large-png': write('large.png', new Uint8Array(262_145)),
  });

  const verdicts: string[] = [];
  for (let at = 0; at < rows.length; at += atOnce) {
    verdicts.push(...(await Promise.all(rows.slice(at, at + atOnce).map(verdictOf))));
  }

  const count = (wanted: string): number => verdicts.filter((one) => one === wanted).length;
  expect(verdicts.filter((one) => one !== 'good' && one !== 'fair')).toEqual([]);
  expect(rows.length).toBeGreaterThanOrEqual(330);
  expect(count('good')).toBeGreaterThanOrEqual(rows.length - 5);
  // Many programs start, one after the other on a busy machine.
}, 240_000);

/** `good`, `fair` if the option is not named, or what is bad. */
async function verdictOf(row: Row): Promise<string> {
  const { code, text } = await resultOf(row, { am: peer.url, workplace });
  const isBad =
    code !== row.code ||
    !text.includes(row.printed) ||
    (/^(?:AM_(?!URL)|\w+_GROUPS$)/.test(row.name) &&
      row.command === 'online' &&
      text.match(/^FAILED/gm)?.length !== 1) ||
    /^ +at |pa55|is not a function|undefined/m.test(text);
  if (isBad) return `${row.line}\n${code}: ${text}`;
  return text.includes(row.name) ? 'good' : 'fair';
}
