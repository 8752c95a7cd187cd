import type { AmForRequest } from '../../am/index.ts';
import {
  isTooWeak,
  noAssurance,
  stepUpFor,
  type Assurance,
  type OwnSignIn,
  type SignIn,
} from '../../domain/people/assurance.ts';
import { isSession, type Caller, type SignedInCaller } from '../../domain/people/caller.ts';
import { kindTraits, type DeviceKind, type DeviceOf } from '../../domain/devices/device.ts';
import type { PersonRef } from '../../domain/people/person.ts';
import type { Realm } from '../../domain/people/realm.ts';
import type { AccessSettings } from '../../domain/rules/access.ts';
import { StepUpFailure } from '../../domain/rules/step-up.ts';
import { unlessFailed } from '../../domain/values/failure.ts';
import type { MaybePromise } from '../../domain/values/maybe-promise.ts';

/** What a sign-in is found out with. */
interface SignInParts extends Pick<AmForRequest, 'credential' | 'product' | 'service' | 'userIds'> {
  readonly settings: AccessSettings;
}

/**
 * Returns who decides about changes of the caller's own devices: AM if the calls carry their
 * session, otherwise the gateway by AM's rule in the realm (design D28).
 */
export function ownSignIn(caller: Caller, realm: Realm, settings: AccessSettings): OwnSignIn {
  if (caller.kind === 'anonymous' || isSession(caller)) return { decidedBy: 'AM' };
  return {
    decidedBy: 'gateway',
    rule: settings.ownChangeRule(realm),
    assurance: caller.assurance,
    claims: settings.secondFactor.claims,
  };
}

/** Lists of devices that are read by the caller's own session. */
interface ManagedDevices {
  load<K extends DeviceKind>(kind: K, who: PersonRef): Promise<readonly DeviceOf<K>[]>;
}

/** How the caller of one request signed in. What takes a read is read once, if it is asked for. */
export class CallerSignIn {
  readonly #parts: SignInParts;
  readonly #whoCalls: { caller(): MaybePromise<Caller> };
  readonly #devices: () => ManagedDevices;
  #signIn: Promise<SignIn> | undefined;

  constructor(
    parts: SignInParts,
    whoCalls: { caller(): MaybePromise<Caller> },
    devices: () => ManagedDevices,
  ) {
    this.#parts = parts;
    this.#whoCalls = whoCalls;
    this.#devices = devices;
  }

  /**
   * Returns how the caller signed in. A token shows it by its claims, a session by a property. For
   * other sessions AM is asked: OpenAM reports the modules of the sign-in, other products whether
   * the session can manage the person's devices. What AM does not report counts as not shown.
   */
  read(): Promise<SignIn> {
    return (this.#signIn ??= this.#read());
  }

  /**
   * Returns why the sign-in is too weak for changes of a kind of the caller's own; null if it is
   * strong enough, or if AM decides.
   */
  async weakness(kind: DeviceKind, { realm }: PersonRef): Promise<StepUpFailure | null> {
    const how = await this.#decidedBy(realm);
    return how.decidedBy === 'gateway' ? tooWeak(kind, [], how) : null;
  }

  /** The same before a change is made: if AM decides, its lists say what the session can manage. */
  async expectedWeakness(kind: DeviceKind, own: PersonRef): Promise<StepUpFailure | null> {
    const how = await this.#decidedBy(own.realm);
    return tooWeak(kind, how.decidedBy === 'AM' ? await this.#listed(kind, own) : [], how);
  }

  async #decidedBy(realm: Realm): Promise<OwnSignIn> {
    return ownSignIn(await this.#whoCalls.caller(), realm, this.#parts.settings);
  }

  /** The devices of a kind that AM can require; none if they cannot be read. */
  async #listed(kind: DeviceKind, own: PersonRef): Promise<readonly DeviceOf<DeviceKind>[]> {
    const { product } = this.#parts;
    if (product.reportsSignIn || !kindTraits[kind].isSecondFactor) return [];
    return (await unlessFailed(() => this.#devices().load<DeviceKind>(kind, own))) ?? [];
  }

  /** Whether another sign-in with this kind of credential could show a second factor here. */
  async canShowSecondFactor(): Promise<boolean> {
    const caller = await this.#whoCalls.caller();
    const { settings, product, service } = this.#parts;
    const { secondFactor, ownChangeRule } = settings;
    if (caller.kind === 'anonymous' || caller.realm === null) return false;
    const { realm } = caller;
    if (!isSession(caller)) return secondFactor.claims.length > 0;
    if (product.reportsSignIn)
      return (
        (await unlessFailed(() => service?.signIns.canShowSecondFactor(realm) ?? false)) === true
      );
    return secondFactor.property !== undefined || ownChangeRule(realm) !== 'NONE';
  }

  async #read(): Promise<SignIn> {
    const caller = await this.#whoCalls.caller();
    if (caller.kind === 'anonymous') return { ...noAssurance, signedInAt: null };
    const { assurance, signedInAt } = caller;
    if (!isSession(caller) || assurance.hasSecondFactor) return { ...assurance, signedInAt };
    if (this.#parts.product.reportsSignIn) return reportedSignIn(caller, this.#parts);
    return { ...(await managingSignIn(caller, this.#parts, this.#devices())), signedInAt };
  }
}

/** By the modules that OpenAM reports to the gateway's own account (contract §18.5). */
async function reportedSignIn(
  { realm }: SignedInCaller,
  { credential, service }: SignInParts,
): Promise<SignIn> {
  const reported =
    credential === null || realm === null || service === null
      ? null
      : await unlessFailed(() => service.signIns.of(credential.token, realm));
  return reported ?? { ...noAssurance, signedInAt: null };
}

/**
 * By the devices that the session can manage: unless AM's rule is `NONE`, each is a proof of a
 * second factor, under `SAME` of its own kind.
 */
async function managingSignIn(
  { username: id, realm }: SignedInCaller,
  { settings, product, userIds }: SignInParts,
  devices: ManagedDevices,
): Promise<Assurance> {
  const rule = realm === null ? 'NONE' : settings.ownChangeRule(realm);
  if (realm === null || rule === 'NONE' || !userIds.accepts(id)) return noAssurance;
  const own = { realm, id };
  const kinds = product.kinds.map(({ kind }) => kind);
  const managed = await Promise.all(
    kinds
      .filter((kind) => kindTraits[kind].isSecondFactor)
      .map(async (kind): Promise<readonly DeviceKind[]> => {
        const listed = await unlessFailed(() => devices.load<DeviceKind>(kind, own));
        return listed?.some(({ canManage }) => canManage === true) === true ? [kind] : [];
      }),
  );
  const shown = managed.flat();
  return { hasSecondFactor: shown.length > 0, kinds: rule === 'SAME' ? shown : [] };
}

function tooWeak(
  kind: DeviceKind,
  devices: Parameters<typeof isTooWeak>[1],
  how: OwnSignIn,
): StepUpFailure | null {
  return isTooWeak(kind, devices, how) ? new StepUpFailure(stepUpFor(kind, how)) : null;
}
