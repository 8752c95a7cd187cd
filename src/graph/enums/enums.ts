import { AuthenticationMethod, Role } from '../../domain/people/caller.ts';
import type { RecordedOutcome } from '../../domain/change/change-record.ts';
import { DeviceKind, PushPlatform } from '../../domain/devices/device.ts';
import type { Flavor } from '../../domain/people/flavor.ts';
import { OathSkip, UserStatus } from '../../domain/people/person.ts';
import { DenialReason } from '../../domain/policy/verdict.ts';
import { ChangeEffect, effectTraits, isChange, UserAction } from '../../domain/policy/effects.ts';
import { SessionsEnding } from '../../domain/change/sessions-ended.ts';
import { register } from './register-enum.ts';

/** The products by their names in the schema, where values are in capitals. */
const Product = { PINGAM: 'pingam', AIC: 'aic', OPENAM: 'openam' } as const satisfies Record<
  Uppercase<Flavor>,
  Flavor
>;

register(Role, {
  name: 'GatewayRole',
  description: 'A role of a caller. A caller can have several roles, whose permissions add up.',
  values: {
    SELF: 'A user of a served realm, who can view and reset their own devices.',
    HELP_DESK: 'A member of the help desk, who can find users and reset their devices.',
    ADMINISTRATOR: 'An administrator, who can also remove and rename single devices.',
    AUDITOR: 'An auditor, who can read recorded changes of other users, but not view the users.',
    SUPER_USER: "AM's super user, who can act for every user.",
    CAMPAIGN:
      'A campaign, which resets the devices of many users. Only recorded changes have this role.',
  },
});

register(AuthenticationMethod, {
  name: 'GatewayCredential',
  description: 'How a caller authenticated.',
  values: {
    SESSION: 'With a session of AM.',
    BEARER: 'With an OAuth access token.',
    SERVICE: "With the gateway's own credential. Only recorded changes of campaigns have it.",
  },
});

register(Product, {
  name: 'AccessManagementProduct',
  description: 'The product behind the gateway.',
  values: {
    PINGAM: 'PingAM, or ForgeRock AM 7.4 or later, self-managed.',
    AIC: 'PingOne Advanced Identity Cloud.',
    OPENAM: 'OpenAM 15 or 16.',
  },
});

register(DeviceKind, {
  name: 'RegisteredDeviceKind',
  description: 'The kinds of authentication device.',
  values: {
    OATH: 'An authenticator app or a hardware token that generates one-time passwords.',
    PUSH: 'A phone that answers push requests.',
    WEB_AUTHN: 'A security key or passkey.',
    BOUND: 'A device that is bound to the user by a key in its hardware.',
    RECOGNIZE: "A phone that recognizes the user's face (PingOne Recognize).",
    PROFILE: 'A machine whose app or browser sent a device profile to AM.',
    TRUSTED: 'A browser that the user chose to trust.',
  },
});

register(PushPlatform, {
  name: 'PushDevicePlatform',
  description: 'The operating system of a phone that answers push requests.',
  values: { ANDROID: 'Google Android.', IOS: 'Apple iOS or iPadOS.' },
});

register(UserStatus, {
  name: 'DeviceOwnerStatus',
  description: 'Whether an account can sign in.',
  values: {
    ACTIVE: 'The account can sign in.',
    INACTIVE: 'The account cannot sign in. Its devices can still be reset.',
  },
});

register(OathSkip, {
  name: 'OathDeviceSkip',
  description:
    'Whether a user can skip the step that asks for a one-time password. It applies only if two-step verification is not mandatory.',
  values: {
    NOT_SET: 'The user has not decided. The next sign-in offers to register a device.',
    SKIPPABLE: 'The user has opted out of the step.',
    REQUIRED: 'The step is mandatory for the user.',
  },
});

register(SessionsEnding, {
  name: 'DeviceOwnerSessionsEnding',
  description: "What happened to a user's other sessions after a change.",
  values: {
    NOT_ASKED: 'The caller did not request it, or nothing was changed.',
    ENDED: 'The other sessions ended.',
    NOT_SUPPORTED:
      "The other sessions continue. AM cannot end them, or the gateway has no credential to end them. On OpenAM, a user's own other sessions end only if the caller uses a session.",
    FAILED: 'The change was made, but some sessions may continue.',
  },
});

const views: Readonly<Record<Exclude<UserAction, ChangeEffect>, string>> = {
  viewDevices: "View the user's devices.",
  viewProfileData: "View the personal data of the user's device profiles.",
};

register(UserAction, {
  name: 'DeviceAction',
  description: 'An action on a user that a page can check in advance.',
  values: (action) => (isChange(action) ? effectTraits[action].action : views[action]),
});

register(ChangeEffect, {
  name: 'DeviceChangeEffect',
  description: 'What a change does to devices or sessions.',
  values: (effect) => effectTraits[effect].description,
});

/** Every outcome by its name in the schema: a dry run of a removal resets nothing. */
const DeviceChangeOutcome = {
  DONE: 'DONE',
  NOTHING_TO_RESET: 'NOTHING_TO_RESET',
  NOT_DONE: 'NOT_DONE',
  UNKNOWN: 'UNKNOWN',
  WOULD_REMOVE: 'WOULD_RESET',
  CONFIRMED: 'CONFIRMED',
  SETUP_CODE_MADE: 'SETUP_CODE_MADE',
} as const satisfies Readonly<Record<string, RecordedOutcome>>;
type DeviceChangeOutcome = RecordedOutcome;

register(DeviceChangeOutcome, {
  name: 'DeviceChangeOutcome',
  description: 'The outcome of a change.',
  values: {
    DONE: 'The change was made. A list that the gateway read afterwards shows it; if only sessions ended, AM confirmed it.',
    NOTHING_TO_RESET:
      'The gateway changed nothing: no device was registered, or another change had just removed them.',
    NOT_DONE:
      'At least one device was not changed, or no session ended. In a payload, `errors` says why.',
    UNKNOWN:
      'The outcome is unknown. Check the device list before you retry: a second reset would also remove devices registered since.',
    WOULD_REMOVE: 'A dry run. The change would remove the devices listed, or end the sessions.',
    CONFIRMED:
      'The gateway stopped during the change, and later found that it was made. Payloads report `DONE` instead.',
    SETUP_CODE_MADE:
      'No device was registered, and a new setup code for the next one was made; the one before it no longer works. Payloads report `NOTHING_TO_RESET` with `setupCode` instead.',
  },
});

register(DenialReason, {
  name: 'DeviceActionDenialReason',
  description: 'Why an action is not permitted.',
  values: {
    UNAUTHENTICATED: 'The caller is not signed in.',
    FORBIDDEN: 'The caller has no permission for it.',
    INSUFFICIENT_SCOPE: 'The access token lacks a scope for it.',
    OWN_ACCOUNT: 'Staff cannot do this to their own account by name.',
    TARGET_PRIVILEGED: 'The user is privileged, and the caller may not act for privileged users.',
    PRIVILEGE_UNKNOWN:
      'The gateway cannot find out whether the user is privileged, and the caller may not act for privileged users.',
    AREA_UNKNOWN:
      "The gateway cannot find out whether the user is in the caller's area, and the caller acts only there.",
    NOT_SUPPORTED: 'This AM does not support it.',
  },
});

export {
  ChangeEffect,
  DeviceChangeOutcome,
  DenialReason,
  DeviceKind,
  Product,
  AuthenticationMethod,
  OathSkip,
  PushPlatform,
  Role,
  SessionsEnding,
  UserAction,
  UserStatus,
};
