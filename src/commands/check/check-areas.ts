import type { OpenAm } from '../../am/index.ts';
import type { Config } from '../../config/load-config.ts';
import { Failure } from '../../domain/values/failure.ts';
import type { Realm } from '../../domain/people/realm.ts';
import { groupsIn, type Area } from '../../domain/rules/access.ts';
import { Finding, reasonOf, type Check } from '../line/finding.ts';

type Service = NonNullable<ReturnType<OpenAm['service']>>;

/** How many staff and people each area has in each realm, and which of its groups are missing. */
export function areaChecks({ access: { areas, realms } }: Config, am: OpenAm): Check[] {
  const service = am.service('check');
  if (service === null) return [];
  return areas.flatMap((area) =>
    realms.all.map((realm): Check => [
      `area ${area.name} in realm ${realm.name}`,
      () => describeArea(service, area, realm),
    ]),
  );
}

async function describeArea(service: Service, area: Area, realm: Realm): Promise<string> {
  const groupsOfStaff = area.staff.flatMap(({ signs }) => signs.groups);
  const [staff, members, ...byAttribute] = await Promise.all([
    membersOf(service, { realm, groups: groupsOfStaff, option: 'roles' }),
    membersOf(service, { realm, groups: area.groups, option: 'areas.people' }),
    ...area.attributes.map((attribute) =>
      service.people.countWith(realm, attribute).catch((error: unknown) => {
        if (!(error instanceof Failure)) throw error;
        throw new Finding(`areas.people: ${attribute.name}: ${reasonOf(error)}`);
      }),
    ),
  ]);
  const others = area.staff.some(({ signs }) => signs.groups.length === 0);
  const counted = byAttribute.filter((count) => count !== null);
  const people = [
    ...(area.groups.length > 0 ? [`${members} members of its groups`] : []),
    ...(counted.length > 0 ? [`${counted.reduce((a, b) => a + b)} by attributes`] : []),
    ...(counted.length < byAttribute.length ? ['people by attributes, who are not counted'] : []),
  ];
  return `${staff} staff by groups${others ? ', others by scopes or properties' : ''}; ${people.join(', ')}`;
}

/** Counts the direct members. @throws Finding if a group does not exist or cannot be read */
async function membersOf(
  service: Service,
  about: { readonly realm: Realm; readonly groups: readonly string[]; readonly option: string },
): Promise<number> {
  const { realm, option } = about;
  const names = new Set<string>();
  for (const name of groupsIn(realm, about.groups)) {
    const group = await service.people.group(realm, name).catch((error: unknown) => {
      if (!(error instanceof Failure)) throw error;
      throw new Finding(`${option}: group ${name}: ${reasonOf(error)}`);
    });
    if (group === null) throw new Finding(`${option}: realm ${realm.name} has no group ${name}`);
    for (const member of group.members) names.add(member);
  }
  return names.size;
}
