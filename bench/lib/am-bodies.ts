/**
 * What the upstreams of the benches answer: PingAM's own shapes (docs/am-rest-contract.md §3.4, §5.1, §6.2),
 * ten thousand people with two one-time-password devices and one push device each.
 */

/** How many people there are; requests ask for them in turn. */
export const peopleCount = 10_000;

/** Where AM is deployed. */
export const deployPath = '/am';

/** The path of the realm that the benches ask about. */
export const realmPath = `${deployPath}/json/realms/root/realms/alpha`;

/** The name of AM's session cookie and header. */
export const cookieName = 'iPlanetDirectoryPro';

/** A session of AM's super user, who may read everybody. */
export const superUserToken = 'AQIC5wM2LY4SfcSuper00000000000000000000000000000000.*AAJTSQACMDE.*';

/** A session of the first person, for what one reads of oneself. */
export const ownToken = 'AQIC5wM2LY4SfcOwn0000000000000000000000000000000000.*AAJTSQACMDE.*';

/** The id of a person, by number; all are of one length. */
export function personId(number: number): string {
  return `person-${String(number % peopleCount).padStart(5, '0')}`;
}

/** `serverinfo/*`, as far as anybody reads it. */
export const serverInfoBody = JSON.stringify({ _id: '*', domains: [], cookieName });

/** `sessions?_action=getSessionInfo` of the super user. */
export const superUserSessionBody = sessionBody({
  username: 'amadmin',
  universalId: 'id=amadmin,ou=user,ou=am-config',
  realm: '/',
});

/** The same of the first person. */
export const ownSessionBody = sessionBody({
  username: personId(0),
  universalId: `id=${personId(0)},ou=user,o=alpha,ou=services,ou=am-config`,
  realm: '/alpha',
});

function sessionBody(who: object): string {
  return JSON.stringify({
    ...who,
    latestAccessTime: '2026-01-01T00:00:00Z',
    maxIdleExpirationTime: '2099-01-01T00:00:00Z',
    maxSessionExpirationTime: '2099-01-01T00:00:00Z',
    properties: { AMCtxId: '24eb6c8f-62ef-47dd-8def-3181a31bb501-1' },
  });
}

/** A person's entry; the id may be a placeholder of the upstream's own. */
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

/** The answer to a search: a page of people. */
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

/** The kinds of device that the work reads. */
export type BenchKind = 'oath' | 'push';

/** How many devices each person has of a kind. */
export const deviceCounts: Readonly<Record<BenchKind, number>> = { oath: 2, push: 1 };

/** Somebody with a thousand devices of each kind, and somebody whose lists are of ten megabytes. */
export const crowdedId = 'person-crowded';
export const hugeId = 'person-huge';

/** A device list. */
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

/** The answer that every server must give to the work. */
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
