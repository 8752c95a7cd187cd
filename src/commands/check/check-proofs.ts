import type { OpenAm } from '../../am/index.ts';
import { noDeadline } from '../../am/index.ts';
import type { Config } from '../../config/load-config.ts';
import type { ProofMethod } from '../../domain/change/proof.ts';
import type { Realm } from '../../domain/people/realm.ts';
import { Finding, type Check } from '../line/finding.ts';

/**
 * Whether each journey of `proofJourneys` refuses a request without the secret and accepts one
 * with it, in every realm. The requests name some person of the realm. A journey that does not
 * refuse the first one may send that person a push.
 */
export function proofChecks({ access, proofs }: Config, am: OpenAm): Check[] {
  const methods = am.journeys?.methods ?? [];
  return methods.flatMap((method) =>
    access.realms.all.map((realm): Check => {
      const name = proofs?.journeys[method] ?? method;
      return [`journey ${name} in realm ${realm.name}`, () => checkDoor(am, realm, method)];
    }),
  );
}

async function checkDoor(am: OpenAm, realm: Realm, method: ProofMethod): Promise<string> {
  const { journeys } = am;
  const service = am.service('check');
  if (service === null || journeys === null)
    throw new Finding('needs a service credential, to name a person');
  const id = await service.people.anyName(realm);
  if (id === null || !am.userIds.accepts(id)) return 'not tried: the realm has no people';
  const who = { id, realm };
  const request = { correlationId: 'check', deadline: noDeadline };
  await journeys.requireClosedDoor(who, method, request);
  const refuses = 'it refuses requests without the secret';
  const person = await service.people.find(who);
  const isActive = person?.status === 'ACTIVE';
  // A push would reach a person who has a phone.
  const isQuiet = method !== 'PUSH' || (await service.devices.list(who, 'PUSH')).length === 0;
  if (!isActive || !isQuiet) return `${refuses}; the secret was not tried`;
  await journeys.requireSecret(who, method, request);
  return `${refuses}, and accepts the secret`;
}
