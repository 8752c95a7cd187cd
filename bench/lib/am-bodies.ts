/**
 * The response bodies of the upstreams, in PingAM's format (docs/am-rest-contract.md §3.4, §5.1,
 * §6.2): ten thousand users with two one-time-password devices and one push device each.
 */

/** The number of users; requests read them in turn. */
export const peopleCount = 10_000;

/** AM's deployment path. */
export const deployPath = '/am';

/** The path of the realm that the benches read. */
export const realmPath = `${deployPath}/json/realms/root/realms/alpha`;

/** The name of AM's session cookie and header. */
export const cookieName = 'iPlanetDirectoryPro';

/** A session of AM's super user, who may read every user. */
export const superUserToken = 'AQIC5wM2LY4SfcSuper00000000000000000000000000000000.*AAJTSQACMDE.*';

/** A session of the first user, for reads of the caller's own user. */
export const ownToken = 'AQIC5wM2LY4SfcOwn0000000000000000000000000000000000.*AAJTSQACMDE.*';

/** The id of a user by number; all ids have the same length. */
export function personId(number: number): string {
  return `person-${String(number % peopleCount).padStart(5, '0')}`;
}

/** The members of `serverinfo/*` that the gateway reads. */
export const serverInfoBody = JSON.stringify({ _id: '*', domains: [], cookieName });

/** The super user's `sessions?_action=getSessionInfo`. */
export const superUserSessionBody = sessionBody({
  username: 'amadmin',
  universalId: 'id=amadmin,ou=user,ou=am-config',
  realm: '/',
});

/** The first user's `sessions?_action=getSessionInfo`. */
export const ownSessionBody = sessionBody({
  username: personId(0),
  universalId: `id=${personId(0)},ou=user,o=alpha,ou=services,ou=am-config`,
  realm: '/alpha',
});

/** The answer to a sign-in of the super user (contract §8). */
export const signInBody = JSON.stringify({
  tokenId: superUserToken,
  successUrl: '/am/console',
  realm: '/',
});

/** The group of the help desk; the first user is its only member (U32). */
export const helpDeskGroup = 'helpdesk';
export const helpDeskBody = JSON.stringify({
  _id: helpDeskGroup,
  username: helpDeskGroup,
  uniqueMember: [`uid=${personId(0)},ou=people,ou=identities`],
});

function sessionBody(identity: object): string {
  return JSON.stringify({
    ...identity,
    latestAccessTime: '2026-01-01T00:00:00Z',
    maxIdleExpirationTime: '2099-01-01T00:00:00Z',
    maxSessionExpirationTime: '2099-01-01T00:00:00Z',
    properties: { AMCtxId: '24eb6c8f-62ef-47dd-8def-3181a31bb501-1' },
  });
}

/** A user's entry. The id can be a placeholder of nginx. */
export function personBody(id: string): string {
  return JSON.stringify({
    _id: id,
    _rev: '323602477',
    uid: [id],
    username: id,
    cn: ['Bench Person'],
    givenName: ['Bench'],
    sn: ['Person'],
    mail: [mailOf(id)],
    inetUserStatus: ['Active'],
    oath2faEnabled: ['2'],
    dn: [`uid=${id},ou=people,ou=identities`],
  });
}

/** The response to a search: a page of users. */
export const peopleBody = JSON.stringify({
  result: Array.from({ length: 20 }, (_, number): unknown =>
    JSON.parse(personBody(personId(number))),
  ),
  resultCount: 20,
  pagedResultsCookie: null,
  totalPagedResultsPolicy: 'NONE',
  totalPagedResults: -1,
  remainingPagedResults: -1,
});

/** The device kinds that the work reads. */
export type BenchKind = 'oath' | 'push';

/** The number of devices of each kind that every user has. */
export const deviceCounts: Readonly<Record<BenchKind, number>> = { oath: 2, push: 1 };

/** A user with a thousand devices of each kind, and a user whose lists have ten megabytes. */
export const crowdedId = 'person-crowded';
export const hugeId = 'person-huge';

/** A user's device list. */
export function devicesBody(id: string, kind: BenchKind, count = deviceCounts[kind]): string {
  const result = devicesOf(id, kind, count).map((device) => ({
    _id: device.amId,
    _rev: '407587401',
    uuid: device.amId,
    deviceName: device.name,
    createdDate: 1_767_600_000_000,
    lastAccessDate: 1_767_900_000_000,
    deviceManagementStatus: true,
  }));
  return JSON.stringify({
    result,
    resultCount: result.length,
    pagedResultsCookie: null,
    totalPagedResultsPolicy: 'NONE',
    totalPagedResults: -1,
    remainingPagedResults: -1,
  });
}

/** The user that every server must return for the work. */
export function expectedUser(id: string): object {
  return {
    amId: id,
    username: id,
    email: mailOf(id),
    oathDevices: devicesOf(id, 'oath', deviceCounts.oath),
    pushDevices: devicesOf(id, 'push', deviceCounts.push),
  };
}

function mailOf(id: string): string {
  return `${id}@example.com`;
}

function devicesOf(id: string, kind: BenchKind, count: number): { amId: string; name: string }[] {
  return Array.from({ length: count }, (_, index) => ({
    amId: `${id}-${kind}-${index + 1}`,
    name: `${kind} device ${index + 1}`,
  }));
}
