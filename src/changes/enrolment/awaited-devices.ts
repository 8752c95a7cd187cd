import { registeredDevice, type Hold } from '../../domain/enrolment/hold.ts';
import type { Holds } from '../../domain/enrolment/holds.ts';
import type { Realms } from '../../domain/people/realm.ts';
import type { UserIdRule } from '../../domain/people/user-id.ts';
import { Failure } from '../../domain/values/failure.ts';
import { Rounds } from '../background/rounds.ts';
import { listHeld } from './held-devices.ts';

/** How often to look for the devices of accepted codes, in milliseconds. */
const roundMs = 5_000;

/** What the devices of accepted codes are looked for with. */
export interface AwaitedParts {
  readonly holds: Pick<Holds, 'awaited' | 'noteDevice'>;
  /** AM's lists, read with the service credential. */
  readonly service: Parameters<typeof listHeld>[0];
  readonly realms: Realms;
  readonly userIds: UserIdRule;
  /** Milliseconds between two looks. Default: five seconds. */
  readonly everyMs?: number | undefined;
  readonly warn: (message: string) => void;
}

/**
 * Looks for the device of each accepted setup code, and ends the hold with it. Every gateway on a
 * ledger looks; a hold ends once.
 */
export class AwaitedDevices {
  readonly #parts: AwaitedParts;
  readonly #rounds: Rounds;

  constructor(parts: AwaitedParts) {
    this.#parts = parts;
    this.#rounds = new Rounds(() => this.#round(), parts.everyMs ?? roundMs);
  }

  start(): void {
    this.#rounds.start();
  }

  /** Waits for the look under way. */
  async stop(): Promise<void> {
    await this.#rounds.stop();
  }

  async #round(): Promise<void> {
    const { holds, warn } = this.#parts;
    try {
      for (const hold of await holds.awaited()) await this.#lookFor(hold);
    } catch (error) {
      // While the ledger is away nothing can be noted; readiness reports it.
      if (!(error instanceof Failure))
        warn('A look for a newly registered device failed: INTERNAL.');
    }
  }

  async #lookFor(hold: Hold): Promise<void> {
    const { holds, service, realms, userIds } = this.#parts;
    const { id } = hold.person;
    const realm = realms.byName(hold.person.realm);
    if (realm === undefined || !userIds.accepts(id)) return;
    const device = registeredDevice(hold, await listHeld(service, { realm, id }, hold.kinds));
    if (device !== null) await holds.noteDevice(hold, device);
  }
}
