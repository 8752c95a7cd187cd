/** A change, a recipient and settings for tests of mail, with defaults. */
import { builtInTemplates } from '../../src/config/texts/mail-templates.ts';
import type {
  RecordedChange,
  RecordedDevice,
  RecordedResult,
} from '../../src/domain/change/change-record.ts';
import type { ChangeEffect } from '../../src/domain/policy/effects.ts';
import type { Recipient } from '../../src/domain/outbox/outbox.ts';
import type { MailSettings } from '../../src/notices/mail/compose.ts';
import { anIntent } from '../ledger/builders.ts';

const device = (kind: RecordedDevice['kind'], id: string, name: string | null): RecordedDevice => ({
  id,
  name,
  kind,
  registeredAt: null,
  lastUsedAt: null,
});
const phones = [device('OATH', 'o1', 'Pixel 9'), device('OATH', 'o2', 'Bob’s old phone')];
const passkeys = [device('WEB_AUTHN', 'w1', 'YubiKey 5')];

const gone: RecordedResult = {
  kind: 'OATH',
  outcome: 'DONE',
  proof: 'LIST',
  problem: null,
  before: phones,
  after: [],
};

/** The results of a change for two kinds. */
const results: Readonly<Record<'DONE' | 'UNKNOWN' | 'partly', readonly RecordedResult[]>> = {
  DONE: [gone, { ...gone, kind: 'WEB_AUTHN', before: passkeys }],
  UNKNOWN: [{ ...gone, outcome: 'UNKNOWN', proof: 'NONE', after: null }],
  partly: [
    gone,
    { ...gone, kind: 'WEB_AUTHN', outcome: 'UNKNOWN', before: passkeys, after: null },
    { ...gone, kind: 'PUSH', outcome: 'NOT_DONE', before: [], after: [] },
  ],
};

/** A change of bob's devices by the help desk, which has ended. */
export function aChange({
  effect = 'reset',
  outcome = 'DONE',
}: {
  readonly effect?: ChangeEffect;
  readonly outcome?: keyof typeof results;
} = {}): RecordedChange {
  const isRename = effect === 'rename';
  return {
    id: '7K3M-9QXT-2BW4-C0HJ',
    at: '2026-11-27T11:59:59.800Z',
    intent: anIntent({
      effect,
      before: phones,
      options: isRename ? { deviceId: 'o1', name: 'Work phone' } : { endSessions: true },
    }),
    outcome: {
      at: '2026-11-27T12:00:00.000Z',
      outcome: outcome === 'partly' ? 'UNKNOWN' : outcome,
      results: effect === 'endSessions' ? [] : isRename ? [gone] : results[outcome],
      sessionsEnded: 2,
      sessionsEnding: 'ENDED',
    },
    settled: null,
    refusal: null,
    report: null,
    overrode: [],
  };
}

/** Bob, who reads English. */
export function aRecipient(about: Partial<Recipient> = {}): Recipient {
  return {
    kind: 'PERSON',
    address: 'bob@example.com',
    masked: 'b•••@e•••.com',
    language: 'en',
    personName: 'Bob Example',
    ...about,
  };
}

export const settings: MailSettings = {
  templates: builtInTemplates(),
  brand: { accent: '#0e5a73', onAccent: '#ffffff', logo: undefined },
  timeZone: 'Europe/Berlin',
  organisation: 'Example University',
  contact: 'IT help desk, +49 30 1234567',
  pageUrl: 'https://devices.example.org/',
  asksForCodes: false,
};
