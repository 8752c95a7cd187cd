import { randomUUID } from 'node:crypto';
import { noDeadline, SessionToken, type OpenAm, type Recorder } from '../../am/index.ts';
import type { Config } from '../../config/load-config.ts';
import type { PersonRef } from '../../domain/people/person.ts';
import { groupsIn, privilegedGroupsIn, staffSigns } from '../../domain/rules/access.ts';
import { readInfo } from '../line/command-am.ts';
import { Finding } from '../line/finding.ts';

/** A question to AM. */
export interface Step {
  readonly name: string;
  /** Whether it is made to be refused. */
  readonly isProbe: boolean;
  readonly ask: () => Promise<unknown>;
}

/** What questions are asked with. */
export interface Asking {
  readonly config: Config;
  readonly am: OpenAm;
  readonly url: URL;
  readonly service: NonNullable<ReturnType<OpenAm['service']>>;
  readonly recorder: Recorder;
}

/** The most groups that are read. */
const mostGroups = 5;

export const step = (name: string, ask: Step['ask']): Step => ({ name, isProbe: false, ask });
const probe = (name: string, ask: Step['ask']): Step => ({ name, isProbe: true, ask });

/** No AM has created it. */
const noSession = new SessionToken('no-session-of-this-server');

/** What is asked about the server, before the user is known. */
export function serverSteps({ config, am, url, service, recorder }: Asking): readonly Step[] {
  const own = step('the session of the service credential', async () =>
    // The token only names the verdict in a cache; the call carries the service credential.
    service.sessions.find(noSession, { fresh: true }),
  );
  return [
    step('the server', async () => {
      const problem = await am.wrongFlavor(config.access.realms.default);
      if (problem !== null) throw new Finding(problem);
    }),
    probe('the server, without a version', async () => {
      const answer = await readInfo(url.href, am);
      const route = { realm: '', path: 'serverinfo/*', template: 'serverinfo/*' };
      recorder.note({ method: 'GET', route, version: null, credential: 'none' }, answer);
    }),
    probe('a session that does not exist', async () =>
      withNoSession(am)?.sessions.find(noSession, { fresh: true }),
    ),
    ...(config.callers.service?.kind === 'password' ? [own] : []),
    step('the version', () => am.version()),
  ];
}

/** What is asked about a user, groups and devices. */
export function userSteps({ config, am, service }: Asking, who: PersonRef): readonly Step[] {
  const id = randomUUID();
  const unknown = am.userIds.accepts(id) ? { realm: who.realm, id } : null;
  const ofUnknown = (name: string, ask: (unknown: PersonRef) => Promise<unknown>): Step[] =>
    unknown === null ? [] : [probe(`${name}, of a user who does not exist`, () => ask(unknown))];
  return [
    ...ofUnknown('the record', (other) => service.people.find(other)),
    ...groupsOf(config, who).map((group) =>
      step('a group', () => service.people.group(who.realm, group)),
    ),
    ...am.kinds.flatMap((kind) => [
      step(`devices of ${kind}`, () => service.devices.list(who, kind)),
      ...ofUnknown(`devices of ${kind}`, (other) => service.devices.list(other, kind)),
    ]),
    ...(am.kinds.includes('PROFILE')
      ? [step('the data of profiles', () => service.devices.profileData(who))]
      : []),
    probe('devices, with a session that does not exist', async () =>
      withNoSession(am)?.devices.list(who, 'OATH'),
    ),
  ];
}

function withNoSession(am: OpenAm): ReturnType<OpenAm['forRequest']>['own'] {
  const credential = { kind: 'session', token: noSession } as const;
  const request = { correlationId: 'check', client: undefined, deadline: noDeadline };
  return am.forRequest({ ...request, credential }).own;
}

/** The groups of the configuration that this realm may have. */
function groupsOf({ access }: Config, { realm }: PersonRef): readonly string[] {
  const ofStaff = staffSigns(access).flatMap(({ signs }) => signs.groups);
  const names = [...groupsIn(realm, ofStaff), ...privilegedGroupsIn(realm, access)];
  return [...new Set(names)].slice(0, mostGroups);
}
