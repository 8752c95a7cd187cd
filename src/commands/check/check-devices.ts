import type { OpenAm } from '../../am/index.ts';
import type { Config } from '../../config/load-config.ts';
import type { DeviceKind } from '../../domain/devices/device.ts';
import { Failure } from '../../domain/values/failure.ts';
import type { Realm } from '../../domain/people/realm.ts';
import { Finding, reasonOf, type Check } from '../line/finding.ts';

/** Whether AM lists the devices of each kind, tried with some user of each realm. */
export function deviceChecks({ access }: Config, am: OpenAm): Check[] {
  const service = am.service('check');
  if (service === null) return [];
  return access.realms.all.map((realm): Check => [
    `devices in realm ${realm.name}`,
    () => checkLists(realm, { ...am, service }),
  ]);
}

interface CheckedLists extends Pick<OpenAm, 'kinds' | 'userIds'> {
  readonly service: NonNullable<ReturnType<OpenAm['service']>>;
}

async function checkLists(
  realm: Realm,
  { kinds, userIds, service }: CheckedLists,
): Promise<string> {
  const id = await service.people.anyName(realm);
  if (id === null || !userIds.accepts(id)) return 'not tried: the realm has no people';
  const refused: { readonly kind: DeviceKind; readonly error: Failure }[] = [];
  for (const kind of kinds)
    await service.devices.list({ realm, id }, kind).catch((error: unknown) => {
      if (!(error instanceof Failure)) throw error;
      refused.push({ kind, error });
    });
  const [first] = refused;
  if (first !== undefined && refused.length === kinds.length)
    throw new Finding(`AM_FLAVOR: AM lists no kind: ${reasonOf(first.error)}`);
  // An older AM lacks a kind.
  const wrong = refused.filter(({ error }) => error.code !== 'NOT_SUPPORTED_UPSTREAM');
  if (wrong.length > 0)
    throw new Finding(wrong.map(({ kind, error }) => `${kind}: ${reasonOf(error)}`).join('\n'));
  const lacking = refused.map(({ kind }) => kind);
  return lacking.length === 0 ? 'AM lists each kind' : `AM does not list ${lacking.join(', ')}`;
}
