import type { OpenAm } from '../am/index.ts';
import { noDeadline } from '../am/index.ts';
import type { Config } from '../config/load-config.ts';
import { Failure } from '../domain/failure.ts';
import type { ProofMethod } from '../domain/proof.ts';
import type { Realm } from '../domain/realm.ts';
import { Finding, type Check } from './finding.ts';

/**
 * Whether each journey of `PROOF_JOURNEYS` refuses a request without the secret, in every realm.
 * The request names some person of the realm. A journey that does not refuse it may send that
 * person a push.
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
  const service = am.service('check');
  if (service === null) throw new Finding('needs a service credential, to name a person');
  const id = await service.people.anyName(realm);
  if (id === null || !am.userIds.accepts(id)) return 'not tried: the realm has no people';
  try {
    const request = { correlationId: 'check', deadline: noDeadline };
    await am.journeys?.requireClosedDoor({ id, realm }, method, request);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Finding(error.detail ?? error.message);
  }
  return 'it refuses requests without the secret';
}
