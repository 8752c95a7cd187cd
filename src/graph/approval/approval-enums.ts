import { ApprovalState, type ApprovableEffect } from '../../domain/approval.ts';
import type { EffectName } from '../../domain/policy.ts';
import { register } from '../enums.ts';

/** The effects that a second person can approve, by their names in the schema. */
const RequestableEffect = {
  RESET: 'reset',
  REMOVE: 'remove',
} as const satisfies { readonly [E in ApprovableEffect as EffectName<E>]: E };

register(RequestableEffect, {
  name: 'RequestableEffect',
  description: 'What a requested change does.',
  values: {
    RESET: 'Removes every device of one or more kinds.',
    REMOVE: 'Removes one device.',
  },
});

register(ApprovalState, {
  name: 'PendingChangeState',
  description: 'The state of a requested change.',
  values: {
    WAITING: 'A second person can approve or reject it until `expiresAt`.',
    APPROVED: 'A second person approved it, and the gateway carried it out once: see `change`.',
    REJECTED: 'A second person rejected it. Nothing was changed.',
    WITHDRAWN: 'The requester withdrew it. Nothing was changed.',
    EXPIRED: 'It was not approved in time. Nothing was changed.',
    REFUSED:
      'A second person approved it, and the gateway refused it: see `decision`. Nothing was changed.',
  },
});

export { ApprovalState, RequestableEffect };
