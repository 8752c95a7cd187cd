/** The people of a campaign from a group or a search of AM, on each flavour. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { bodyOf } from '../../../src/store/records/read-record.ts';
import { createPerson, populate } from '../../access/crowd.ts';
import { realmPath } from '../../openam/am-rest.ts';
import { listAt, textAt } from '../../support/json.ts';
import { openSandboxPeer, type SandboxPeer } from '../../support/peer.ts';
import { LedgerCampaigns } from '../../../src/ledger/campaigns/campaigns.ts';
import { commandResult, type CommandResult } from '../../support/run-command.ts';
import { createStore, recordsOf, type TestStore } from '../stores.ts';
import { commandEnv, resultsOf } from './campaign-stage.ts';

const plan = ['--kinds=oath', '--reason=stolen seeds', '--pace=60/min', '--calls=8', '--as=ada'];
const crowd = 410;

describe.each(['pingam', 'aic', 'openam'] as const)('on %s', (flavor) => {
  let peer: SandboxPeer;
  let store: TestStore;

  beforeAll(async () => {
    peer = await openSandboxPeer(flavor);
    await populate({ peer }, crowd);
    const headers = await peer.signIn('amadmin');
    for (const realm of ['alpha', 'beta'])
      await createPerson({ peer }, { username: 'twin', realm, headers });
    await createPerson({ peer }, { username: 'zed999', realm: 'beta', headers });
  });
  beforeEach(async () => {
    await store?.remove();
    store = await createStore('PostgreSQL');
    peer.sandbox.configure({ listLimit: null, groupFillers: {} });
    peer.sandbox.clearReceived();
  });
  afterAll(async () => {
    await store?.remove();
    await peer.close();
  });

  const create = (realm: string, ...source: readonly string[]): Promise<CommandResult> =>
    commandResult(['campaign', 'create', `--realm=${realm}`, ...plan, ...source], {
      ...peer.staffEnv(),
      ...commandEnv(peer, store),
      AM_REALMS: 'alpha,beta',
    });
  const linesOf = ({ out, err }: CommandResult): Promise<ReadonlyMap<string, string>> => {
    const id = /^Campaign (\S+) is created/.exec(out[0] ?? '')?.[1];
    if (id === undefined) throw new Error(err.join('\n'));
    return resultsOf(store, id);
  };
  const waiting = (names: readonly string[]) => new Map(names.map((name) => [name, 'waiting -']));
  const refused = (code: number, sentence: string) => ({
    code,
    out: [],
    err: [expect.stringMatching(new RegExp(`${sentence}.* No campaign was created\\.$`))],
  });
  /** AM's own name of a person and the name of their entry. */
  const read = async (name: string, realm: string): Promise<readonly [string, string]> => {
    const filter = encodeURIComponent(`uid eq "${name}"`);
    const { body } = await peer.rest.call(
      `${realmPath(realm)}/users?_queryFilter=${filter}&_fields=dn`,
      { resource: '3.0', headers: await peer.signIn('amadmin') },
    );
    const [row] = listAt(body, 'result');
    return [textAt(row, '_id'), String(listAt(row, 'dn')[0])];
  };
  const createGroup = async (username: string, uniqueMember: readonly string[]): Promise<void> => {
    const { status } = await peer.rest.call(`${realmPath('alpha')}/groups?_action=create`, {
      method: 'POST',
      resource: '3.0',
      headers: await peer.signIn('amadmin'),
      json: { username, uniqueMember },
    });
    expect(status).toBe(201);
  };

  describe('a group', () => {
    test('has the people of its own realm', async () => {
      const alpha = await linesOf(await create('alpha', '--group=helpdesk'));
      const beta = await linesOf(await create('beta', '--group=helpdesk'));

      const ids = ['helen', 'hugo'].map((name) => peer.idOf(name)).toSorted();
      expect([...alpha]).toEqual([...waiting(ids)]);
      expect([...beta]).toEqual([...waiting([peer.idOf('hektor')])]);
    });

    test('has each person once, by their entry, and counts the members that AM lacks', async () => {
      const [alice, entry] = await read('alice', 'alpha');
      const [, mallory] = await read('mallory', 'beta');
      const [, twin] = await read('twin', 'beta');
      const [own, ...above] = entry.split(',');
      const strangers = [
        mallory,
        twin,
        `cn=${alice},${above.join(',')}`,
        `${own},ou=more,${above.join(',')}`,
        entry.replace(alice, 'no-such-user'),
        entry.replace(alice, 'a\\2fb'),
        'no entry at all',
      ];
      await createGroup('crew', [
        ...strangers,
        entry,
        ` ${(own ?? '').replace(/^[^=]+/, (type) => type.toUpperCase())} , ${above.join(' , ')}`,
      ]);

      const result = await create('alpha', '--group=crew');

      expect(result.code).toBe(0);
      expect(result.out[0]).toMatch(/is created: 1 people, UNKNOWN_NAME 7\.$/);
      expect(result.err).toEqual([2, 3, 4, 5, 6, 7, 8].map((n) => `line ${n}: UNKNOWN_NAME`));
      const skipped = strangers.map((name) => [name, 'skipped UNKNOWN_NAME'] as const);
      expect(await linesOf(result)).toEqual(new Map([...waiting([alice]), ...skipped]));
    });

    test.each([
      ['that is unknown', 'crew2', null, 'The realm alpha has no group "crew2"\\.'],
      ['without members', 'bare', [], 'The group "bare" has no members\\.'],
      ['of strangers', 'guests', ['uid=x,ou=people'], 'AM has no person of the realm alpha'],
    ])('%s is refused', async (_label, name, members, sentence) => {
      if (members !== null) await createGroup(name, members);

      expect(await create('alpha', `--group=${name}`)).toEqual(refused(65, sentence));
      expect(await campaigns()).toEqual([]);
    });

    test('of more than 100,000 members is refused before anyone is read', async () => {
      peer.sandbox.configure({ groupFillers: { helpdesk: 100_000 } });

      const result = await create('alpha', '--group=helpdesk');

      expect(result).toEqual(refused(65, 'The group has more than 100000 members\\.'));
      expect(peer.sandbox.received().filter(({ path }) => /\/users\//.test(path))).toEqual([]);
    });

    test('that cannot be read to its end creates nothing', async () => {
      const effect = { kind: 'status', status: 400 } as const;
      // AIC's entries are the ids of users, after the form of the first one's.
      const path = peer.flavor === 'aic' ? '/users/' : '/users?';
      peer.sandbox.breakNext({ match: { path }, effect });

      const result = await create('alpha', '--group=helpdesk');

      expect(result).toEqual(refused(69, 'AM cannot list the people: AM answered 400 to users'));
      expect(await campaigns()).toEqual([]);
    });
  });

  describe('a search', () => {
    test('has everyone of its realm, in order, over all pages', async () => {
      const headers = await peer.signIn('amadmin');
      const { body } = await peer.rest.call(
        `${realmPath('alpha')}/users?_queryFilter=${encodeURIComponent('uid sw "zed"')}`,
        { resource: '3.0', headers },
      );
      const ids = listAt(body, 'result').map((row) => textAt(row, '_id'));

      const result = await create('alpha', '--search= ZED ');

      expect(result.out[0]).toMatch(new RegExp(`is created: ${crowd} people\\.$`));
      expect([...(await linesOf(result))]).toEqual([...waiting(ids.toSorted())]);
    });

    test('that AM never ends is given up', async () => {
      const body = { result: [], resultCount: 0, pagedResultsCookie: 'same' };
      const match = { path: '_pageSize=200' };
      peer.sandbox.breakNext({ match, times: 2, effect: { kind: 'body', body } });

      expect(await create('alpha', '--search=zed')).toEqual(
        refused(69, 'AM cannot list the people: .*: AM repeats a page'),
      );
    });

    test('that finds more than 100,000 people is refused', async () => {
      const person = (number: number) =>
        flavor === 'aic'
          ? { _id: peer.idOf('alice'), userName: `zed${number}` }
          : { uid: [`zed${number}`] };
      const result = Array.from({ length: 100_001 }, (_, number) => person(number));
      const match = { path: '_pageSize=200' };
      peer.sandbox.breakNext({ match, times: 1, effect: { kind: 'body', body: { result } } });

      expect(await create('alpha', '--search=zed')).toEqual(
        refused(65, 'The search finds more than 100000 people\\.'),
      );
    });
  });

  test('the record says how the people were chosen', async () => {
    await create('alpha', '--group=helpdesk');
    await create('alpha', '--search=zed00');

    const bodies = await store.bare(async (bare) => (await recordsOf(bare)).map(bodyOf));
    const facts = bodies.flatMap((body) => (body.kind === 'campaign' ? [body.campaign.facts] : []));
    expect(facts).toMatchObject([
      { chosenBy: 'group', group: 'helpdesk', people: 2 },
      { chosenBy: 'search', search: 'zed00', people: 9 },
    ]);
  });

  test('without a service credential nothing is read', async () => {
    const env = { ...commandEnv(peer, store) };
    const args = ['campaign', 'create', '--realm=alpha', ...plan, '--group=helpdesk'];

    const { code, err } = await commandResult(args, env);

    expect([code, err.join()]).toEqual([78, expect.stringContaining('service credential')]);
    expect(peer.sandbox.received()).toEqual([]);
  });

  describe('on a data store with a limit', () => {
    beforeEach(() => peer.sandbox.configure({ listLimit: 100 }));

    test('a search below the limit is whole', async () => {
      expect((await linesOf(await create('alpha', '--search=zed00'))).size).toBe(9);
    });

    test('a search that was perhaps cut is refused; IDM has pages', async () => {
      const result = await create('alpha', '--search=zed');

      const cut = refused(65, 'AM lists no more people than this search finds');
      const created = [expect.stringMatching(`is created: ${crowd} people`), expect.anything()];
      expect(result).toEqual(flavor === 'aic' ? { code: 0, out: created, err: [] } : cut);
    });
  });

  function campaigns(): Promise<readonly string[]> {
    return store.bare(async (bare) => {
      const all = await new LedgerCampaigns(bare, Date.now).list({ most: 100 });
      return all.map(({ id }) => id);
    });
  }
});
