/** Which versions of Federation the subgraph and its portals can link to, by composer. */
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { ownSubgraph, portals, textOf } from '../federation/composed.ts';
import { composers } from './composers.ts';

/** The newest version that each composer of npm knows; record 97 says what a newer one asks for. */
const newest: Readonly<Record<(typeof composers)[number][0], number>> = {
  '@theguild/federation-composition': 9,
  '@apollo/composition': 14,
};

let identity: string;
let portal: string;

beforeAll(async () => {
  [identity, portal] = await Promise.all([ownSubgraph(), readFile(portals[0][1], 'utf8')]);
});

/** The text of a subgraph that links to Federation 2 in a minor version. */
function linkedTo(minor: number, subgraph: string): string {
  const linked = subgraph.replace(/federation\/v2\.\d+"/, `federation/v2.${minor}"`);
  expect(linked).toContain(`federation/v2.${minor}"`);
  return linked;
}

describe.each(composers)('%s', (name, compose) => {
  const last = newest[name];

  test('needs the version of the link: the one before has no entity interfaces', () => {
    const [, minor] = /federation\/v2\.(\d+)"/.exec(identity) ?? [];

    const { problems, api } = compose(linkedTo(Number(minor) - 1, identity), portal);

    expect(problems.join('\n')).toContain('Cannot use @key on interface "RegisteredDevice"');
    expect(api).toBeNull();
  });

  test('makes the same of a portal that links to the oldest or the newest version', () => {
    const wanted = textOf(compose(identity, portal).api);

    const made = [0, last].map((minor) => compose(identity, linkedTo(minor, portal)));

    expect(wanted).toContain('interface RegisteredDevice');
    expect(made.map(({ problems }) => problems)).toEqual(made.map(() => []));
    expect(new Set(made.map(({ api }) => textOf(api)))).toEqual(new Set([wanted]));
  });

  test('makes the same of the subgraph in its newest version', () => {
    const made = compose(linkedTo(last, identity), linkedTo(last, portal));

    expect(made.problems).toEqual([]);
    expect(textOf(made.api)).toBe(textOf(compose(identity, portal).api));
  });
});
