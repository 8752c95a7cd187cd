import { ProofState, ProofMethod } from '../../domain/change/proof.ts';
import { register } from './register-enum.ts';

register(ProofMethod, {
  name: 'DeviceOwnerProofMethod',
  description: 'How a user proves their identity.',
  values: {
    PUSH: 'The user approves a push on a registered phone.',
    CODE: 'The user reads out a one-time code of a registered device.',
  },
});

register(ProofState, {
  name: 'DeviceOwnerProofState',
  description: 'The state of a proof of identity.',
  values: {
    WAITING: 'A push waits for approval. Check it again after `checkAfterSeconds`.',
    PROVEN: 'The user has proven their identity. The proof permits one change until `expiresAt`.',
    NOT_APPROVED: 'The user declined the push, or AM stopped waiting for it.',
    WRONG_CODE: 'AM refused the code: it is wrong, or was used before.',
    NO_DEVICE: 'The user has no registered device for this method. Nothing was sent.',
    EXPIRED: 'The push was not approved in time.',
  },
});

export { ProofState, ProofMethod };
