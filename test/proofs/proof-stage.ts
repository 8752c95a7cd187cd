/** A gateway with proofs of identity, its ledger and its sandbox, on a clock of the test. */
import { beforeEach } from '@jest/globals';
import type { Environment } from '../../src/config/load-config.ts';
import type { Flavor } from '../../src/domain/people/flavor.ts';
import type { SecurityEvent } from '../../src/domain/outbox/security-event.ts';
import { deviceIds, hotpCode } from '../../src/sandbox/index.ts';
import type { ReceivedRequest } from '../../src/sandbox/index.ts';
import { codesOf, type ClientAnswer } from '../support/gateway.ts';
import { fieldAt } from '../support/json.ts';
import { LedgerStage, type Who } from '../support/ledger-stage.ts';
import { proofEnv } from '../support/peer.ts';

/** A proof as a mutation returns it. */
export interface ShownProof {
  readonly proofId: string;
  readonly state: string;
  readonly challenge: string | null;
  readonly expiresAt: string | null;
}

const selection = '{ proof { proofId method state challenge expiresAt checkAfterSeconds } }';
const documents = {
  startDeviceOwnerPushProof: `mutation ($input: DeviceOwnerProofInput!) { startDeviceOwnerPushProof(input: $input) ${selection} }`,
  checkDeviceOwnerPushProof: `mutation ($input: CheckDeviceOwnerPushProofInput!) { checkDeviceOwnerPushProof(input: $input) ${selection} }`,
  proveDeviceOwnerByCode: `mutation ($input: ProveDeviceOwnerByCodeInput!) { proveDeviceOwnerByCode(input: $input) ${selection} }`,
} as const;
const reset = `mutation ($input: ResetDevicesOfKindInput!) {
  resetOathDevices(input: $input) {
    outcome isReplayed change { id: reference verification { method at reference provenBy } }
  }
}`;

/** A stage for proofs. */
export class ProofStage extends LedgerStage {
  readonly signals: SecurityEvent[];

  constructor(flavor: Flavor = 'pingam', env: Environment = {}) {
    const signals: SecurityEvent[] = [];
    super({
      flavor,
      env: { ...proofEnv, ...env },
      parts: { signal: (event) => void signals.push(event) },
    });
    this.signals = signals;
    beforeEach(() => void (signals.length = 0));
  }

  /** A user as inputs name them. */
  user(name: string, realm?: string): object {
    return { id: this.stage.peer.idOf(name), ...(realm !== undefined && { realm }) };
  }

  /** Runs one of the three mutations. Returns the proof, or the code of the refusal. */
  async run(
    name: keyof typeof documents,
    who: Who,
    input: object,
  ): Promise<ShownProof | string | null> {
    return proofIn(await this.answer(name, who, input), name);
  }

  answer(
    name: keyof typeof documents,
    who: Who,
    input: object,
  ): Promise<ClientAnswer<Record<string, never>>> {
    return this.ask(documents[name], who, { input });
  }

  /** Proves a person's identity by a push, and returns the proof's id. */
  async provenByPush(who: Who, name = 'bob'): Promise<string> {
    const user = this.user(name);
    const { proofId } = shown(await this.run('startDeviceOwnerPushProof', who, { user }));
    this.stage.sandbox.answerPush(name, 'approve');
    const end = shown(await this.run('checkDeviceOwnerPushProof', who, { user, proofId }));
    if (end.state !== 'PROVEN') throw new Error(`the push ended as ${end.state}`);
    return proofId;
  }

  /** Resets a person's one-time password devices. Returns the payload or the refusal's code. */
  async reset(who: Who, name: string, about: object = {}): Promise<unknown> {
    const input = { target: { user: this.user(name) }, ...about };
    const answer = await this.ask(reset, who, { input });
    return codesOf(answer)[0] ?? fieldAt(answer.data, 'resetOathDevices');
  }

  /** The calls to AM's journeys. */
  journeyCalls(): readonly ReceivedRequest[] {
    return this.stage.sandbox
      .received()
      .filter(({ path }) => path.includes('authIndexValue=Prove'));
  }
}

/** The proof of a payload, or the code of the refusal; null if there is no proof. */
function proofIn(
  answer: ClientAnswer<Record<string, never>>,
  name: string,
): ShownProof | string | null {
  const [code] = codesOf(answer);
  if (code !== undefined) return code;
  const proof = fieldAt(answer.data, name, 'proof');
  if (proof === null) return null;
  const text = (field: string): string | null => {
    const value = fieldAt(proof, field);
    return typeof value === 'string' ? value : null;
  };
  return {
    proofId: text('proofId') ?? 'none',
    state: text('state') ?? '',
    challenge: text('challenge'),
    expiresAt: text('expiresAt'),
  };
}

/** Requires a proof. */
export function shown(proof: ShownProof | string | null): ShownProof {
  if (proof === null || typeof proof === 'string') throw new Error(`no proof, but ${proof}`);
  return proof;
}

const seeds = { bob: deviceIds.bobOath, alice: deviceIds.aliceOath, hugo: deviceIds.hugoOath };

/** The code that a person's device shows at a counter. */
export function codeOf(name: keyof typeof seeds, counter: number): string {
  const seed = `5ec2e7c0de${seeds[name].replaceAll('-', '')}`.padEnd(40, '0').slice(0, 40);
  return hotpCode(seed, counter);
}
