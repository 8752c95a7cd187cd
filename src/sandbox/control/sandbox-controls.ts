import type { Settings } from '../am.ts';
import { mintByName, type AccessTokenOptions } from '../oauth/token-minting.ts';
import type { SecondFactor } from '../session/second-factors.ts';
import type { SandboxState } from '../state.ts';
import { answerPush, sessionByName, setSessionProperty } from './callers-by-name.ts';
import type { PushAnswer } from './callers-by-name.ts';
import type { Fault } from './faults.ts';
import type { ReceivedRequest } from './received-requests.ts';

/** What tests in the sandbox's process do with it. */
export interface SandboxControls {
  /** The received requests in order, without control calls. */
  received(): readonly ReceivedRequest[];
  clearReceived(): void;
  breakNext(fault: Fault): void;
  /** Restores the initial users, devices, sessions, clock, settings, faults and requests. */
  reset(): void;
  /** Sets what else `POST /sandbox/reset` resets before it answers. */
  onReset(act: () => Promise<void>): void;
  /** Advances AM's clock. */
  advance(ms: number): void;
  configure(settings: Partial<Settings>): void;
  /** Creates an access token of the OAuth 2 provider; a JWT unless `opaque` is true. */
  mintAccessToken(options?: AccessTokenOptions): string;
  /**
   * Starts a session of a user, by login name, as if the sign-in had used the password and these
   * second factors. Returns the token.
   */
  startSession(person: string, secondFactors?: readonly SecondFactor[]): string;
  /**
   * Sets a whitelisted property in every session of a user, by login name. Undefined removes it.
   */
  setSessionProperty(person: string, name: string, value: string | undefined): void;
  /** Answers the newest push on a user's phone, by login name. Throws if none waits. */
  answerPush(person: string, answer: PushAnswer): void;
}

/** Creates the controls of a sandbox. */
export function createControls(state: SandboxState): SandboxControls {
  const { am } = state;
  return {
    received: () => state.received.all(),
    clearReceived: () => {
      state.received.clear();
    },
    breakNext: (fault) => {
      state.faults.plan(fault);
    },
    reset: () => {
      state.reset();
    },
    onReset: (act) => {
      state.onReset = act;
    },
    advance: (ms) => am.clock.advance(ms),
    configure: (settings) => {
      Object.assign(am.settings, settings);
    },
    mintAccessToken: (wanted = {}) => mintByName(am, wanted),
    startSession: (person, factors = []) => sessionByName(am, person, factors),
    setSessionProperty: (person, name, value) => {
      setSessionProperty(am, { person, name, value });
    },
    answerPush: (person, answer) => {
      answerPush(am, { person, answer });
    },
  };
}
