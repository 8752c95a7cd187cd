import type { ChangeGrant, PersonGrant } from '../../access/grant.ts';
import type { NamedPerson } from '../../access/named-person.ts';
import { recordedActor } from '../../access/recorded-actor.ts';
import { recordedNames } from '../../domain/change/change-record.ts';
import type { Proof } from '../../domain/change/proof.ts';
import { requireConditions } from '../../domain/conditions/conditions.ts';
import type { FactsAt } from '../../domain/conditions/facts.ts';
import type { DeviceKind } from '../../domain/devices/device.ts';
import { Failure } from '../../domain/values/failure.ts';
import { once } from '../../domain/conditions/once.ts';
import { noteRefusal } from '../note-refusal.ts';
import type { Acting } from '../request/acting.ts';
import { personFacts } from './person-facts.ts';

/** A change as its caller asks for it, before anyone is looked up. */
export interface AskedChange extends Pick<
  FactsAt['PERMIT'],
  'effect' | 'isRequest' | 'dryRun' | 'reason' | 'ticket' | 'verification' | 'proofId'
> {
  readonly named: NamedPerson;
  readonly kinds: readonly DeviceKind[];
}

/**
 * Permits a change if each condition is met that is decided before devices are read. Who may
 * request a change needs the effect `approve`, too. A dry run shows devices, so it also requires
 * the permission to see them. Refusals are recorded.
 * @throws Failure the refusal
 */
export async function permitChange(acting: Acting, asked: AskedChange): Promise<ChangeGrant> {
  const { effect, named, kinds, dryRun } = asked;
  const permitting = new Permitting(acting, asked);
  try {
    await requireConditions('PERMIT', permitting.facts());
    return { ...(await permitting.grant()), proof: await permitting.proof() };
  } catch (error) {
    if (error instanceof Failure) acting.noteStepUp(error);
    // A malformed name is rejected before it is resolved to a person: nothing to record.
    const { known } = permitting;
    const isMalformedName =
      known === null && error instanceof Failure && error.code === 'BAD_USER_INPUT';
    if (error instanceof Failure && !isMalformedName)
      noteRefusal(acting, { effect, kinds, named, person: known?.person ?? null, dryRun }, error);
    throw error;
  }
}

/** A change on the way to its permission. */
class Permitting {
  /** What the policy has granted so far. */
  known: PersonGrant | null = null;
  readonly grant = once(() => this.#grant());
  readonly proof = once(() => this.#proof());
  readonly #acting: Acting;
  readonly #asked: AskedChange;

  constructor(acting: Acting, asked: AskedChange) {
    this.#acting = acting;
    this.#asked = asked;
  }

  facts(): FactsAt['PERMIT'] {
    const [acting, asked] = [this.#acting, this.#asked];
    const personOf = async () => {
      const { person } = await this.grant();
      if (person === null) throw new TypeError('the person of these facts exists');
      return person;
    };
    return {
      ...asked,
      ...personFacts(acting, asked.effect, personOf),
      denial: () => this.grant().then(() => null, asFailure),
      role: async () => (await this.grant()).role,
      hasPerson: async () => (await this.grant()).person !== null,
      proof: this.proof,
      countChangeOfOther: () => acting.countChangeOfOther(),
    };
  }

  async #grant(): Promise<PersonGrant> {
    const { effect, isRequest, named, dryRun } = this.#asked;
    const { permissions } = this.#acting;
    const first = await permissions.forNamed(isRequest ? 'approve' : effect, named);
    this.known = first;
    const grant = isRequest ? await permissions.further(first, effect) : first;
    this.known = grant;
    if (dryRun && grant.person !== null) await permissions.on('viewDevices', grant.person);
    return grant;
  }

  /** The proof that the change names, if this agent has it of this person. */
  async #proof(): Promise<Proof | null> {
    const { proofId: id } = this.#asked;
    const grant = await this.grant();
    const { person } = grant;
    if (id === null || person === null) return null;
    const agent = await recordedActor(this.#acting, grant, person);
    return this.#acting.ledger.proofs.find(id, { agent, person: recordedNames(person) });
  }
}

function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  throw error;
}
