import { recogniseSession } from '../../domain/access.ts';
import type { AccessSettings } from '../../domain/access.ts';
import { Failure } from '../../domain/failure.ts';
import type { Flavor } from '../../domain/flavor.ts';
import type { Am } from '../am.ts';
import { noDeadline } from '../deadline.ts';
import type { CredentialSource } from './credential.ts';

/** What the service credential is judged by. */
export interface ServiceFacts {
  readonly flavor: Flavor;
  readonly settings: AccessSettings;
}

/**
 * Why the service credential cannot act for others, in a word for readiness; null where it can. On OpenAM only the
 * super user may (U31).
 */
export async function serviceProblem(
  am: Am,
  service: CredentialSource,
  { flavor, settings }: ServiceFacts,
): Promise<string | null> {
  try {
    const { kind, token } = await service.get(noDeadline);
    if (kind === 'bearer' || flavor !== 'openam') return null;
    const caller = recogniseSession(await am.session(token, { fresh: true }), settings);
    const isSuperUser = caller.kind === 'signed in' && caller.roles.includes('SUPER_USER');
    return isSuperUser ? null : 'SERVICE_CREDENTIAL_TOO_WEAK';
  } catch (error) {
    return error instanceof Failure ? error.code : 'INTERNAL';
  }
}
