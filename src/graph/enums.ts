import { registerEnumType } from 'type-graphql';
import { Role } from '../domain/caller.ts';
import { DeviceKind, PushPlatform } from '../domain/device.ts';
import { OathSkip, UserStatus } from '../domain/person.ts';
import { ResetOutcome } from '../domain/reset.ts';

registerEnumType(Role, {
  name: 'ViewerRole',
  description: 'What a caller may be. Several may hold at once; their rights add up.',
  valuesConfig: {
    SELF: { description: 'A person of a served realm, who may see and reset their own devices.' },
    SUPER_USER: { description: "Access Management's super user, who may act for everybody." },
  },
});

registerEnumType(DeviceKind, {
  name: 'DeviceKind',
  description: 'The kinds of registered device.',
  valuesConfig: {
    OATH: { description: 'A generator of one-time passwords: an authenticator app or token.' },
    PUSH: { description: 'A phone that answers push requests.' },
  },
});

registerEnumType(PushPlatform, {
  name: 'PushPlatform',
  description: 'The platform of a phone that answers push requests.',
  valuesConfig: {
    ANDROID: { description: 'Android.' },
    IOS: { description: 'iOS or iPadOS.' },
    UNKNOWN: { description: 'A platform that this gateway does not know.' },
  },
});

registerEnumType(UserStatus, {
  name: 'UserStatus',
  description: 'Whether an account may sign in.',
  valuesConfig: {
    ACTIVE: { description: 'It may sign in.' },
    INACTIVE: { description: 'It may not sign in; its devices can be reset all the same.' },
    UNKNOWN: { description: 'Access Management does not tell.' },
  },
});

registerEnumType(OathSkip, {
  name: 'OathSkip',
  description:
    'Whether the person may skip the step that asks for a one-time password. It matters only where two-step verification is not mandatory.',
  valuesConfig: {
    NOT_SET: { description: 'Not decided; the next sign-in offers to register a device.' },
    SKIPPABLE: { description: 'The person has opted out of the step.' },
    REQUIRED: { description: 'The step is required.' },
  },
});

registerEnumType(ResetOutcome, {
  name: 'ResetOutcome',
  description: 'How a reset ended.',
  valuesConfig: {
    DONE: { description: 'The devices that were registered are gone.' },
    NOTHING_TO_RESET: { description: 'No device was registered; nothing was changed.' },
    NOT_DONE: { description: 'At least one device is still registered; `errors` says why.' },
    UNKNOWN: {
      description:
        'Nobody can tell whether it was done. Look at the devices before trying again: a second reset would also remove a device registered in between.',
    },
    WOULD_RESET: { description: 'A dry run: a reset would remove the devices listed.' },
  },
});

export { DeviceKind, OathSkip, PushPlatform, ResetOutcome, Role, UserStatus };
