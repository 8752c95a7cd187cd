import { randomBytes, randomUUID } from 'node:crypto';
import { AccessTokens } from './oauth/access-tokens.ts';
import type { Am, Settings } from './am.ts';
import { createClock } from './clock.ts';
import { CodeGrants } from './oauth/code-grants.ts';
import { Directory } from './people/directory.ts';
import { Faults } from './control/faults.ts';
import { seedDirectory } from './people/seed-directory.ts';
import { personalities } from './personality.ts';
import type { Flavor } from './personality.ts';
import { ReceivedRequests } from './control/received-requests.ts';
import { DemoPhones } from './browser/demo-phones.ts';
import { RsaKey } from './oauth/rsa-key.ts';
import { SessionProperties } from './session/session-properties.ts';
import { Sessions } from './session/sessions.ts';
import { SignIns } from './sign-in/sign-ins.ts';

/** The simulated AM, its planned faults and its received requests. */
export interface SandboxState {
  readonly am: Am;
  readonly faults: Faults;
  readonly received: ReceivedRequests;
  /** The authenticator apps of its people. */
  readonly phones: DemoPhones;
  /** Restores the initial people, devices, sessions, clock, settings, faults and received requests. */
  reset(): void;
}

/** The options of a state. */
export interface StateOptions {
  readonly flavor: Flavor;
  readonly now: () => number;
  readonly cookieName: string | undefined;
  readonly idleTimeoutMinutes: number;
  readonly maxTimeMinutes: number;
}

const initialSettings: Readonly<Settings> = {
  deviceManagement: 'NONE',
  gateReset: false,
  rotateRefreshTokens: false,
  groupFillers: {},
};

/** Builds the state of one sandbox; nothing is shared between two (design D13). */
export function createState(options: StateOptions): SandboxState {
  const personality = personalities[options.flavor];
  const clock = createClock(options.now);
  const am: Am = {
    personality,
    cookieName: options.cookieName ?? cookieNameOf(personality.hasUuidIds),
    clock,
    directory: new Directory(personality, seedDirectory(personality)),
    sessions: new Sessions(personality, clock, options),
    sessionProperties: new SessionProperties(),
    oauth: {
      origin: '',
      signingKey: new RsaKey(),
      serviceAccountId: randomUUID(),
      serviceAccountKey: new RsaKey(),
    },
    accessTokens: new AccessTokens(clock),
    codeGrants: new CodeGrants(clock),
    signIns: new SignIns(clock),
    settings: { ...initialSettings },
  };
  const faults = new Faults();
  const received = new ReceivedRequests();
  const phones = new DemoPhones();
  phones.reset(am.directory);
  const reset = (): void => {
    clock.reset();
    am.directory.reset(seedDirectory(personality));
    phones.reset(am.directory);
    am.sessions.clear();
    am.sessionProperties.clear();
    am.accessTokens.clear();
    am.codeGrants.clear();
    am.signIns.clear();
    Object.assign(am.settings, initialSettings);
    faults.clear();
    received.clear();
  };
  return { am, faults, received, phones, reset };
}

/** AIC gives every tenant its own random hexadecimal name (contract §7). */
function cookieNameOf(isRandom: boolean): string {
  return isRandom ? randomBytes(8).toString('hex').slice(0, 15) : 'iPlanetDirectoryPro';
}
