/**
 * Wrong configurations are explained in one line: what is wrong, with the name of the option, and
 * what would be right.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { inTurns } from '../reliability/am-traffic.ts';
import { useFolder } from '../support/folder.ts';
import { createWorkplace, type Workplace } from '../reliability/built-gateway.ts';
import { openSandboxPeer, type SandboxPeer } from '../support/peer.ts';
import { variables } from '../unit/config/variables.ts';
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

test('every wrong configuration has one cause, which is named with its option', async () => {
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
  const different: unknown[] = [];

  await inTurns(
    rows,
    async (row) => {
      const { code, lines } = await resultOf(row, { am: peer.url, workplace });
      const isSame = lines.length === row.printed.length && lines.every(isLike(row));
      if (code !== row.code || !isSame) different.push({ row: row.line, code, lines });
    },
    atOnce,
  );

  expect(different).toEqual([]);
  expect(rows.length).toBeGreaterThanOrEqual(425);
  const isNamed = ({ printed, name }: Row): boolean =>
    [name, variables.get(name)?.file ?? name].some((one) => printed.join().includes(one));
  expect(rows.filter((row) => !isNamed(row))).toEqual([]);
  expect(rows.filter(({ printed }) => printed.length > 1).length).toBeLessThanOrEqual(4);
  expect(rows.filter(({ printed }) => /^ +at |pa55|undefined/m.test(printed.join()))).toEqual([]);
  const names = new Set(rows.map(({ name }) => name.replace(/_FILE$/, '')));
  const others = [...variables.keys()].filter((name) => !names.has(name.replace(/_FILE$/, '')));
  expect(others).toEqual(withoutRows);
}, 240_000);

/** Any text is a good value of these, or a step of the start reads them. */
const withoutRows = ['TRUSTED_DOCUMENTS_MANIFESTS', 'DATA_DIR'];

/** Whether a line is the expected one; the end of an expected line can be open. */
function isLike({ printed }: Row): (line: string, index: number) => boolean {
  return (line, index) => {
    const expected = printed[index] ?? '';
    return expected.endsWith('...') ? line.startsWith(expected.slice(0, -3)) : line === expected;
  };
}
