import type { Kind } from '../parts/device.ts';
import { heldBy } from '../parts/enrolment.ts';
import type { Person } from './person.ts';

/** Returns the change after which a new device of a person needs a setup code. */
export function holdOf({ history }: Person) {
  return heldBy(history?.edges.map(({ node }) => node));
}

/**
 * Returns the kinds whose reset makes a new code and removes nothing, because no device is left.
 * If devices are there, their removal makes a new code.
 */
export function kindsOfNewCode(person: Person): readonly Kind[] {
  const { reset, devicesByKind } = person;
  const kinds = reset.isAllowed ? (holdOf(person)?.kinds ?? []) : [];
  return kinds.filter((kind) =>
    devicesByKind?.some((of) => of.kind === kind && of.devices?.length === 0),
  );
}
