import type { OtherObstaclesFragment } from '@identity-gateway/client';

type Permission = Pick<OtherObstaclesFragment, 'others'>;

/** What the reader may do to a person. */
export type PermittedActions = Readonly<
  Record<'reset' | 'remove' | 'rename' | 'endSessions', Permission>
>;

/** What stands in the way of an action, and is no condition that the pages know by name. */
export type OtherObstacle = NonNullable<Permission['others']>[number];

/** Returns what stands in the way of any action, each once, in the order of the gateway. */
export function otherObstacles(actions: PermittedActions): readonly OtherObstacle[] {
  const { reset, remove, rename, endSessions } = actions;
  const all = [reset, remove, rename, endSessions].flatMap(({ others }) => others ?? []);
  return [...new Map(all.map((one) => [`${one.condition} ${one.message}`, one])).values()];
}
