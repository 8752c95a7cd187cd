import type { PersonRef } from '../../domain/people/person.ts';
import type { RecordTask } from '../line/check-task.ts';
import { NotRecorded } from './new-file.ts';
import { step, type Asking, type Step } from './record-steps.ts';

/**
 * The writes to one device: a rename if AM has it, and a removal. AM's reset removes all devices of
 * a kind, so it is sent only if there is no other one.
 * @throws NotRecorded unless exactly one device has the name
 */
export async function writeSteps(
  { am, service }: Asking,
  who: PersonRef,
  { kind, device: name }: NonNullable<RecordTask['write']>,
): Promise<readonly Step[]> {
  if (!am.kinds.includes(kind)) throw new NotRecorded(`this AM has no devices of ${kind}`);
  const { devices } = service;
  const listed = await devices.list(who, kind);
  const [found, ...others] = listed.filter((one) => one.name === name);
  const { id = null } = found ?? {};
  if (id === null || others.length > 0)
    throw new NotRecorded('--write: not exactly one device of this kind has this name and an id');
  const look = step(`devices of ${kind}, after the write`, () => devices.list(who, kind));
  const rename = step(`rename of ${kind}`, () =>
    devices.rename(who, kind, { id, name: `${name} renamed` }),
  );
  const removal =
    listed.length === 1 && devices.resetMethod(kind) === 'AT_ONCE'
      ? step(`reset of ${kind}`, () => devices.reset(who, kind))
      : step(`removal of ${kind}`, () => devices.remove(who, kind, id));
  return [...(devices.canRename(kind) ? [rename, look] : []), removal, look];
}
