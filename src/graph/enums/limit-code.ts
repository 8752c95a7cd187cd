import { limitCodes, type LimitCode } from '../../domain/values/limit.ts';
import { register } from './register-enum.ts';

const GatewayLimit: Readonly<Record<string, LimitCode>> = Object.fromEntries(
  limitCodes.map((code) => [code, code]),
);

const descriptions: Readonly<Record<LimitCode, string>> = {
  STAFF_CHANGES: 'Changes of one effect that a member of staff makes for others.',
  PERSON_CHANGES: 'Changes of one effect that staff make for one user and kind of device.',
  CLIENT_CHANGES: 'Changes for other users that one OAuth client makes, by all of its tokens.',
  OWN_CHANGES: 'Changes of one effect that users make to their own devices.',
  DRY_RUNS: 'Dry runs of one caller.',
  SEARCHES: 'Searches of one caller.',
  REPORTS: 'Changes that one user reports as not recognised.',
  NOTICE_RETRIES: 'How often the mail about one change is sent again.',
  CHANGE_REQUESTS: 'Changes that one member of staff requests in a day.',
  WAITING_CHANGE_REQUESTS: 'Requested changes of one member of staff that wait.',
  PROOFS: 'Proofs of identity that one member of staff starts.',
  PUSHES: 'Pushes that one user gets.',
  WRONG_CODES: 'Wrong one-time codes of one user. It fails with `PROOFS_EXHAUSTED`.',
  CAMPAIGN_STEPS: 'Steps of campaigns that one person takes.',
  THREAT_LEVELS: 'Threat levels that one person sets.',
  SAME_CHANGE: 'The same change is in progress. Check the device list.',
  CHANGES_IN_PROGRESS: 'Other changes of the same devices are in progress.',
  HISTORY_READS: 'Reads of recorded changes by one caller that wait.',
  NEW_CREDENTIALS: 'New sessions and tokens that the gateway validates at once.',
  AM_CALLS: 'Calls that AM accepts.',
};

register(GatewayLimit, {
  name: 'GatewayLimit',
  description:
    'What a limit counts: every value of `extensions.limit` of `RATE_LIMITED`. New values may be added.',
  values: descriptions,
});

export { GatewayLimit };
