import { ProofState, ProofMethod } from '../../domain/change/proof.ts';
import { register } from './register-enum.ts';

register(ProofMethod, {
  name: 'DeviceOwnerProofMethod',
  description: 'How a user proves their identity.',
  values: {
    PUSH: 'The user approves a push on a registered phone.',
    CODE: 'The user reads out a one-time code of a registered device.',
    VENDOR: 'A vendor verifies the user, with a document and a face.',
  },
});

register(ProofState, {
  name: 'DeviceOwnerProofState',
  description: 'The state of a proof of identity.',
  values: {
    WAITING:
      'A push waits for approval, or a vendor for the user. Check it again after `checkAfterSeconds`.',
    PROVEN: 'The user has proven their identity. The proof permits one change until `expiresAt`.',
    NOT_APPROVED: 'The user declined the push, or AM stopped waiting for it.',
    WRONG_CODE: 'AM refused the code: it is wrong, or was used before.',
    NO_DEVICE: 'The user has no registered device for this method. Nothing was sent.',
    NOT_VERIFIED:
      'The vendor did not verify the user, or the user has another name in AM since the start.',
    GAVE_UP: 'The user gave up at the vendor.',
    NO_ANSWER: 'The vendor gave no answer that proves anything. Start again.',
    NO_NAME: 'AM has no given name or no family name of the user. Nothing was started.',
    EXPIRED: 'The push was not approved in time, or the vendor did not answer in time.',
  },
});

export { ProofState, ProofMethod };
