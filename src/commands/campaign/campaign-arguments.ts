import { userInfo } from 'node:os';
import type { CampaignPlan, CampaignActor } from '../../domain/campaign/campaign.ts';
import { usualCalls } from '../../domain/rules/plan-rules.ts';
import { textRefusal } from '../../domain/values/recorded-text.ts';
import { hasOneScript } from '../../domain/values/scripts.ts';
import { command, onLedger, UsageError, type Parsed } from '../line/arguments.ts';
import { nameIn, readCalls, readKinds, readPace, sourceOf } from '../people/people-arguments.ts';

const as = { type: 'string', value: 'NAME' } as const;

/** The commands of `identity-gateway campaign`. */
export const campaignCommands = {
  about: 'resets the devices of many people, in order',
  notes: [
    `FILE.csv has one person per line, in the first column, and at most 100000 lines. --group has the
direct members of a group of the realm. --search has the people whose user name, mail address or
name begins with TEXT. With --area no one outside it is reset. Campaigns need PostgreSQL.`,
    `Administrators start, follow, abort and read the results of a campaign on the page Campaigns or by
the API. NAME is recorded as stated; the default is the name of the account.`,
  ],
  commands: {
    create: command({
      operands: ['[FILE.csv]'],
      options: {
        realm: { type: 'string', value: 'REALM', isRequired: true },
        kinds: { type: 'string', value: 'oath,push', isRequired: true },
        reason: { type: 'string', value: 'TEXT', isRequired: true },
        ticket: { type: 'string', value: 'TEXT' },
        pace: { type: 'string', value: '60/min', isRequired: true },
        calls: { type: 'string', value: 'N' },
        'keep-sessions': { type: 'boolean' },
        as,
        area: { type: 'string', value: 'AREA' },
        group: { type: 'string' },
        search: { type: 'string' },
      },
      choice: 'FILE.csv|--group NAME|--search TEXT',
      does: 'Stores who is reset, and how. Nothing starts.',
      examples: [
        "campaign create --realm alpha --kinds oath --reason 'Stolen seeds' --pace 60/min people.csv",
        "campaign create --realm alpha --kinds oath --reason 'Stolen seeds' --pace 60/min --group sales",
      ],
      exits: {
        data: 'the file, group or search cannot be read, or names no one',
        unavailable: 'the database or AM cannot be reached',
        config: onLedger.config,
      },
      read: ({ values, operands: [path] }) => {
        const plan: CampaignPlan = {
          realm: required('realm', values.realm),
          area: values.area ?? null,
          kinds: readKinds('kinds', required('kinds', values.kinds)),
          reason: recordedText('reason', required('reason', values.reason)),
          ticket: values.ticket === undefined ? null : recordedText('ticket', values.ticket),
          pace: readPace(required('pace', values.pace)),
          calls: values.calls === undefined ? usualCalls : readCalls(values.calls),
          endsSessions: values['keep-sessions'] !== true,
        };
        const source = sourceOf({ ...values, path });
        if (source === null) throw new UsageError('FILE, --group or --search is missing.');
        return { name: 'create', plan, source, actor: statedActor(values.as) };
      },
    }),
    pause: command({
      operands: ['ID'],
      options: { as },
      does: 'Pauses after the people in progress.',
      examples: ["campaign pause 7K3M-9QXT-2BW4-C0HJ --as 'Bea Hopper'"],
      exits: { failed: 'the campaign was not found, or does not permit this', ...onLedger },
      read: ({ operands: [id = ''], values }) => {
        return { name: 'pause', id, actor: statedActor(values.as) };
      },
    }),
  },
};
export type CampaignCommand = Parsed<typeof campaignCommands>;

/** The text of an option that must be given. */
function required(name: string, value: string | undefined): string {
  if (value === undefined || value.trim() === '') throw new UsageError(`--${name} is missing.`);
  return value.trim();
}

/** The same reasons and tickets as in the API, on one line. */
function recordedText(name: 'reason' | 'ticket', value: string): string {
  const text = value.trim();
  const refusal = textRefusal(name, text, { mayBeCode: name === 'ticket' });
  if (refusal !== null) throw new UsageError(`--${name}: ${refusal.message}`);
  if (/\p{Cc}/u.test(text)) throw new UsageError(`--${name}: write it on one line.`);
  return text;
}

/**
 * Who takes a step: the name that `--as` states, or else the account of the operating system, which
 * is recorded in any case. AM confirms neither.
 */
function statedActor(stated: string | undefined): CampaignActor {
  const account = accountName();
  const name = stated === undefined ? account : statedName(stated);
  if (name === null)
    throw new UsageError('--as is missing: the account of this process has no name.');
  return { name, realm: null, via: 'command line', account };
}

/**
 * A name that states who takes a step. Letters of two scripts that look alike could state the same
 * person twice.
 */
function statedName(value: string): string {
  const name = nameIn('as', value);
  if (hasOneScript(name)) return name;
  throw new UsageError('--as: write the name with the letters of one script.');
}

/** Null in a container whose account has no entry. */
function accountName(): string | null {
  try {
    return userInfo().username;
  } catch {
    return null;
  }
}
