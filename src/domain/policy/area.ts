import type { Effect } from './effects.ts';

/** Whether a person is in an area. `unknown`, without an answer from AM, permits nothing. */
export type AreaFact = 'inside' | 'outside' | 'unknown';

/** Whether a person is in each of some areas, by the names of the areas. */
export type AreaFacts = ReadonlyMap<string, AreaFact>;

/**
 * What a role of an area reaches with an effect:
 * - `of people`: only people of the area, each of them named;
 * - `of people and lists`: also lists of a realm, which leave out everyone else;
 * - `of areas`: what is itself of an area, such as a campaign or a count of its people;
 * - `of realms`: the realm, because the effect shows nothing about people;
 * - `no area`: nothing, because the effect is on everyone of a realm at once.
 */
type AreaReach = 'of people' | 'of people and lists' | 'of areas' | 'of realms' | 'no area';

/** The reach of each effect for staff of an area. `docs/access.md` is generated from it. */
export const areaReach: Readonly<Record<Effect, AreaReach>> = {
  search: 'of people and lists',
  viewPerson: 'of people',
  viewDevices: 'of people',
  viewProfileData: 'of people',
  viewHistory: 'of people and lists',
  viewRefusals: 'of people and lists',
  viewStaffNotes: 'of people',
  viewInsights: 'no area',
  viewCoverage: 'of areas',
  viewReceivers: 'of people',
  viewCampaigns: 'of areas',
  prove: 'of people',
  viewThreatLevel: 'of realms',
  viewThreatReason: 'of realms',
  setThreatLevel: 'no area',
  reset: 'of people',
  remove: 'of people',
  rename: 'of people',
  endSessions: 'of people',
  check: 'of people',
  report: 'of people',
  takeReport: 'of people and lists',
  retryNotice: 'of people and lists',
  approve: 'of people and lists',
  runCampaigns: 'of areas',
};

/** The facts of what belongs to these areas as a whole. */
export function insideOf(names: readonly string[]): AreaFacts {
  return new Map(names.map((name) => [name, 'inside']));
}

/** Returns why a role of one area does not permit the effect, or null if it may. */
export function areaDenial(
  area: string,
  effect: Effect,
  { id, areas }: { readonly id: string | null; readonly areas: AreaFacts | 'not read' },
): 'FORBIDDEN' | 'AREA_UNKNOWN' | null {
  const reach = areaReach[effect];
  if (reach === 'of realms') return null;
  if (reach === 'of areas')
    return areas !== 'not read' && areas.get(area) === 'inside' ? null : 'FORBIDDEN';
  if (id === null) return reach === 'of people and lists' ? null : 'FORBIDDEN';
  if (areas === 'not read') return null;
  switch (areas.get(area)) {
    case 'inside':
      return null;
    case 'outside':
      return 'FORBIDDEN';
    case 'unknown':
    case undefined:
      return 'AREA_UNKNOWN';
  }
}
