import { ApprovalState } from '../../domain/change/approval.ts';
import { register } from './register-enum.ts';

register(ApprovalState, {
  name: 'PendingDeviceChangeState',
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

export { ApprovalState };
