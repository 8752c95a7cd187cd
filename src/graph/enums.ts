import { registerEnumType } from 'type-graphql';
import { AuthenticationMethod, Role } from '../domain/caller.ts';
import { RecordedOutcome } from '../domain/change-record.ts';
import { ChangeOutcome } from '../domain/change.ts';
import { DeviceKind, PushPlatform, ResetWay } from '../domain/device.ts';
import type { Flavor } from '../domain/flavor.ts';
import { OathSkip, UserStatus } from '../domain/person.ts';
import { DenialReason, UserAction } from '../domain/policy.ts';
import { ResetOutcome } from '../domain/reset.ts';
import { SessionsEnding } from '../domain/sessions-ended.ts';

/** The products by their names in the schema, where values are in capitals. */
const Product = { PINGAM: 'pingam', AIC: 'aic', OPENAM: 'openam' } as const satisfies Record<
  Uppercase<Flavor>,
  Flavor
>;

/** Registers an enum; its type requires a description of every value. */
function register<T extends string>(
  values: Readonly<Record<T, string>>,
  about: {
    readonly name: string;
    readonly description: string;
    readonly values: Readonly<Record<T, string>>;
  },
): void {
  const valuesConfig: Record<string, { description: string }> = Object.fromEntries(
    Object.entries<string>(about.values).map(([name, description]) => [name, { description }]),
  );
  registerEnumType<Record<string, string>>(values, {
    name: about.name,
    description: about.description,
    valuesConfig,
  });
}

register(Role, {
  name: 'CallerRole',
  description: 'What a caller may be. Several may hold at once; their rights add up.',
  values: {
    SELF: 'A person of a served realm, who may see and reset their own devices.',
    HELP_DESK: 'Help desk, who may find people and reset their devices.',
    ADMINISTRATOR: 'An administrator, who may also remove and rename single devices.',
    AUDITOR: 'An auditor, who may read what was changed, and nothing else of other people.',
    SUPER_USER: "Access Management's super user, who may act for everybody.",
  },
});

register(AuthenticationMethod, {
  name: 'AuthenticationMethod',
  description: 'How a caller has shown who they are.',
  values: {
    SESSION: 'By a session of Access Management.',
    BEARER: 'By an OAuth access token.',
  },
});

register(Product, {
  name: 'AccessManagementProduct',
  description: 'The product that Access Management is.',
  values: {
    PINGAM: 'PingAM, or ForgeRock AM from 7.4, self-managed.',
    AIC: 'PingOne Advanced Identity Cloud.',
    OPENAM: 'OpenAM 15 or 16.',
  },
});

register(DeviceKind, {
  name: 'RegisteredDeviceKind',
  description: 'The kinds of registered device.',
  values: {
    OATH: 'A generator of one-time passwords: an authenticator app or token.',
    PUSH: 'A phone that answers push requests.',
    WEB_AUTHN: 'A security key or passkey.',
    BOUND: 'A device bound to the person by a key in its hardware.',
    PROFILE: 'What an app or browser told of the machine that it runs on.',
    TRUSTED: 'A browser that the person chose to trust.',
  },
});

register(ResetWay, {
  name: 'ResetWay',
  description: 'How every device of a kind is removed.',
  values: {
    AT_ONCE: 'By one request, all or none.',
    ONE_BY_ONE: 'By one request per device; a failure in between leaves the rest.',
  },
});

register(PushPlatform, {
  name: 'PushPlatform',
  description: 'The platform of a phone that answers push requests.',
  values: {
    ANDROID: 'Android.',
    IOS: 'iOS or iPadOS.',
  },
});

register(UserStatus, {
  name: 'UserStatus',
  description: 'Whether an account may sign in.',
  values: {
    ACTIVE: 'It may sign in.',
    INACTIVE: 'It may not sign in; its devices can be reset all the same.',
  },
});

register(OathSkip, {
  name: 'OathSkip',
  description:
    'Whether the person may skip the step that asks for a one-time password. It matters only where two-step verification is not mandatory.',
  values: {
    NOT_SET: 'Not decided; the next sign-in offers to register a device.',
    SKIPPABLE: 'The person has opted out of the step.',
    REQUIRED: 'The step is required.',
  },
});

register(ResetOutcome, {
  name: 'ResetOutcome',
  description: 'How a reset ended.',
  values: {
    DONE: 'The devices that were registered are gone.',
    NOTHING_TO_RESET:
      'No device was registered, or another change has just removed them; this one changed nothing.',
    NOT_DONE: 'At least one device is still registered; `errors` says why.',
    UNKNOWN:
      'Nobody can tell whether it was done. Look at the devices before trying again: a second reset would also remove a device registered in between.',
    WOULD_RESET: 'A dry run: a reset would remove the devices listed.',
  },
});

register(ChangeOutcome, {
  name: 'ChangeOutcome',
  description: 'How the change of one device ended.',
  values: {
    DONE: 'It was done, and a list read afterwards shows it.',
    NOT_DONE: 'It was not done; `errors` says why.',
    UNKNOWN: 'Nobody can tell whether it was done. Look at the devices before trying again.',
  },
});

register(SessionsEnding, {
  name: 'SessionsEnding',
  description: "What became of a person's other sessions after a change.",
  values: {
    NOT_ASKED: 'It was not asked for, or nothing was changed.',
    ENDED: 'They have ended.',
    NOT_SUPPORTED:
      "They go on. Access Management cannot end them, or not without the session that asks, or the gateway has no credential for it. A person's own other sessions end where Access Management is OpenAM and they come with a session.",
    FAILED: 'The change stands, but perhaps not all of them have ended.',
  },
});

register(UserAction, {
  name: 'UserAction',
  description: 'What a caller may do to a person.',
  values: {
    VIEW_DEVICES: 'See their devices.',
    VIEW_PROFILE_DATA: 'See the personal data of their device profiles.',
    RESET: 'Remove every device of a kind.',
    REMOVE: 'Remove a single device.',
    RENAME: 'Rename a single device.',
  },
});

/** The effects that are recorded, by their names in the schema. */
const ChangeEffect = { RESET: 'reset', REMOVE: 'remove', RENAME: 'rename' } as const;

register(ChangeEffect, {
  name: 'ChangeEffect',
  description: 'What a change does.',
  values: {
    RESET: 'Removes every device of some kinds.',
    REMOVE: 'Removes one device.',
    RENAME: 'Gives one device another label.',
  },
});

register(RecordedOutcome, {
  name: 'RecordedOutcome',
  description: 'How a recorded change ended.',
  values: {
    DONE: 'It was done, and a list read afterwards shows it.',
    NOTHING_TO_RESET: 'No device was registered.',
    NOT_DONE: 'At least one device is as it was.',
    UNKNOWN: 'Nobody can tell whether it was done.',
    WOULD_RESET: 'A dry run.',
    CONFIRMED: 'Found done afterwards, since the gateway had stopped in the middle.',
  },
});

register(DenialReason, {
  name: 'DenialReason',
  description: 'Why something is not allowed.',
  values: {
    UNAUTHENTICATED: 'Nobody is signed in.',
    FORBIDDEN: 'The caller has no right to it.',
    INSUFFICIENT_SCOPE: 'The access token lacks the scope for it.',
    OWN_ACCOUNT: 'Staff cannot do it to their own account by name.',
    TARGET_PRIVILEGED:
      'The person is privileged, and the caller may not act for privileged people.',
    PRIVILEGE_UNKNOWN:
      'Whether the person is privileged cannot be told, and the caller may not act for privileged people.',
    NOT_SUPPORTED: 'This Access Management does not have it.',
  },
});

export {
  ChangeEffect,
  ChangeOutcome,
  DenialReason,
  DeviceKind,
  Product,
  AuthenticationMethod,
  OathSkip,
  PushPlatform,
  RecordedOutcome,
  ResetOutcome,
  ResetWay,
  Role,
  SessionsEnding,
  UserAction,
  UserStatus,
};
