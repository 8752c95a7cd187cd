import { randomBytes, randomUUID } from 'node:crypto';
import { AccessTokens } from './oauth/access-tokens.ts';
import type { Am, DeviceManagement, Settings } from './am.ts';
import { createClock } from './clock.ts';
import { CodeGrants } from './oauth/code-grants.ts';
import { sendLogoutToken } from './oauth/back-channel-logout.ts';
import { Directory } from './people/directory.ts';
import { Faults } from './control/faults.ts';
import { LostAnswers } from './control/lost-answers.ts';
import { seedDirectory } from './people/seed-directory.ts';
import { personalityOf } from './personality.ts';
import type { Flavor, Personality } from './personality.ts';
import { ReceivedRequests } from './control/received-requests.ts';
import { DemoPhones } from './browser/demo-phones.ts';
import type { GatewayPages } from './browser/stories.ts';
import type { MailCatcher } from './mail/mail-catcher.ts';
import { RsaKey, type RsaKeyPair } from './signing/rsa-key.ts';
import { SessionProperties } from './session/session-properties.ts';
import { Sessions } from './session/sessions.ts';
import { Pushes } from './sign-in/pushes.ts';
import { SignIns } from './sign-in/sign-ins.ts';

/** The simulated AM, its planned faults and its received requests. */
export interface SandboxState {
  readonly am: Am;
  /** Whether it has the users and groups of a demo. */
  readonly isDemo: boolean;
  readonly faults: Faults;
  /** The answers that a demo loses; null outside a demo. */
  readonly lostAnswers: LostAnswers | null;
  readonly received: ReceivedRequests;
  /** The authenticator apps of its users. */
  readonly phones: DemoPhones;
  /** The mails that were caught; null if none is caught. */
  mails: MailCatcher | null;
  /** The pages of the gateway that shows this sandbox; null if no gateway does. */
  gatewayPages: GatewayPages | null;
  /** Restores the initial users, devices, sessions, clock, settings, faults and requests. */
  reset(): void;
  /** What else to reset by a control call; set by the process that runs the sandbox. */
  onReset: (() => Promise<void>) | undefined;
}

/** The options of a state. */
export interface StateOptions {
  readonly isDemo: boolean;
  readonly flavor: Flavor;
  readonly version: string | undefined;
  readonly deviceManagement: DeviceManagement;
  readonly now: () => number;
  readonly cookieName: string | undefined;
  readonly idleTimeoutMinutes: number;
  readonly maxTimeMinutes: number;
  readonly createKeyPair: () => RsaKeyPair;
}

function initialSettingsOf(
  { isOpenSource }: Personality,
  { deviceManagement }: StateOptions,
): Settings {
  return {
    deviceManagement,
    refusalText: 'User not permitted.',
    signInClaims: isOpenSource ? 'ACR' : 'ACR_AMR',
    whitelist: [],
    secondFactorMandatory: false,
    rotateRefreshTokens: false,
    backChannelLogoutUrl: null,
    groupFillers: {},
    proofJourneys: 'GUARDED',
    setupCodes: null,
    ignoreNoSession: false,
    listLimit: null,
  };
}

/** Creates the state of a sandbox. Two sandboxes share nothing (design D13). */
export function createState(options: StateOptions): SandboxState {
  const personality = personalityOf(options.flavor, options.version);
  const clock = createClock(options.now);
  const am: Am = {
    personality,
    cookieName: options.cookieName ?? cookieNameOf(personality.hasUuidIds),
    clock,
    directory: new Directory(personality, seedDirectory(personality, options)),
    sessions: new Sessions(personality, clock, options),
    sessionProperties: new SessionProperties(),
    oauth: {
      origin: '',
      signingKey: new RsaKey(options.createKeyPair),
      serviceAccountId: randomUUID(),
      serviceAccountKey: new RsaKey(options.createKeyPair),
    },
    accessTokens: new AccessTokens(clock),
    codeGrants: new CodeGrants(clock),
    signIns: new SignIns(clock),
    pushes: new Pushes(clock),
    settings: initialSettingsOf(personality, options),
  };
  am.sessions.onEnd = (session) => sendLogoutToken(am, session);
  const faults = new Faults();
  const lostAnswers = options.isDemo ? new LostAnswers(() => clock.now()) : null;
  const received = new ReceivedRequests();
  const phones = new DemoPhones();
  phones.reset(am.directory);
  const reset = (): void => {
    clock.reset();
    am.directory.reset(seedDirectory(personality, options));
    phones.reset(am.directory);
    am.sessions.clear();
    am.sessionProperties.clear();
    am.accessTokens.clear();
    am.codeGrants.clear();
    am.signIns.clear();
    am.pushes.clear();
    Object.assign(am.settings, initialSettingsOf(personality, options));
    faults.clear();
    lostAnswers?.clear();
    received.clear();
    state.mails?.clear();
  };
  const state: SandboxState = {
    am,
    isDemo: options.isDemo,
    faults,
    lostAnswers,
    received,
    phones,
    mails: null,
    gatewayPages: null,
    reset,
    onReset: undefined,
  };
  return state;
}

/** Returns the cookie name. Each AIC tenant has its own random hexadecimal name (contract §7). */
function cookieNameOf(isRandom: boolean): string {
  return isRandom ? randomBytes(8).toString('hex').slice(0, 15) : 'iPlanetDirectoryPro';
}
