import { userInfo } from 'node:os';
import type {
  CampaignActor,
  CampaignPlan,
  PeopleSource,
  RequestedStep,
} from '../domain/campaign.ts';
import { deviceKinds, type DeviceKind } from '../domain/device.ts';
import { isReadable, textRefusal } from '../domain/recorded-text.ts';
import { hasOneScript } from '../domain/scripts.ts';
import { isSearchText } from '../domain/search.ts';
import { parseArguments, UsageError } from './command-line.ts';

/** A parsed command of `identity-gateway campaign`. */
export type CampaignCommand =
  | {
      readonly name: 'create';
      readonly plan: CampaignPlan;
      readonly actor: CampaignActor;
      readonly source: PeopleSource;
    }
  | { readonly name: 'list' }
  | { readonly name: 'show'; readonly id: string; readonly follow: boolean }
  | { readonly name: 'results'; readonly id: string }
  | {
      readonly name: 'step';
      readonly step: RequestedStep;
      readonly id: string;
      readonly actor: CampaignActor;
    };

/** The commands that take a step. */
const steps: ReadonlyMap<string, RequestedStep> = new Map([
  ['dry-run', 'dry run started'],
  ['start', 'started'],
  ['pause', 'paused'],
  ['resume', 'resumed'],
  ['abort', 'aborted'],
  ['retry-failed', 'failures retried'],
]);

const textOption = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

/** The fastest pace, and the most people at once. */
const fastest = 6_000;
const mostCalls = 32;

/** The longest names. */
const longest = { as: 100, group: 255 } as const;

/** Parses the arguments after `campaign`. @throws UsageError */
export function parseCampaignArguments([name = '', ...args]: readonly string[]): CampaignCommand {
  switch (name) {
    case 'create':
      return parseCreate(args);
    case 'list':
      parseArguments({ args });
      return { name };
    case 'show': {
      const options = { follow: flag };
      const { values, positionals } = parseArguments({ args, options, allowPositionals: true });
      return { name, id: idIn(positionals), follow: values.follow ?? false };
    }
    case 'results': {
      const { positionals } = parseArguments({
        args,
        options: { csv: flag },
        allowPositionals: true,
      });
      return { name, id: idIn(positionals) };
    }
    default: {
      const step = steps.get(name);
      if (step === undefined) throw new UsageError(`Unknown command "${name}".`);
      const options = { as: textOption };
      const { values, positionals } = parseArguments({ args, options, allowPositionals: true });
      return { name: 'step', step, id: idIn(positionals), actor: actorOf(values.as) };
    }
  }
}

function parseCreate(args: readonly string[]): CampaignCommand {
  const { values, positionals } = parseArguments({
    args: [...args],
    options: {
      realm: textOption,
      kinds: textOption,
      reason: textOption,
      ticket: textOption,
      pace: textOption,
      calls: textOption,
      'keep-sessions': flag,
      group: textOption,
      search: textOption,
      as: textOption,
    },
    allowPositionals: true,
  });
  const plan: CampaignPlan = {
    realm: required('realm', values.realm),
    kinds: readKinds(required('kinds', values.kinds)),
    reason: recordedText('reason', required('reason', values.reason)),
    ticket: values.ticket === undefined ? null : recordedText('ticket', values.ticket),
    pace: readPace(required('pace', values.pace)),
    calls: readCalls(values.calls ?? '2'),
    endsSessions: values['keep-sessions'] !== true,
  };
  const [path, more] = positionals;
  if (more !== undefined) throw new UsageError(`"${more}" is one argument too many.`);
  const source = sourceOf({ ...values, path });
  return { name: 'create', plan, actor: actorOf(values.as), source };
}

/** A campaign has one source, so that its record can name it. */
function sourceOf(
  given: Readonly<Partial<Record<'path' | 'group' | 'search', string | undefined>>>,
): PeopleSource {
  const { path, group, search } = given;
  const count = [path, group, search].filter((one) => one !== undefined).length;
  if (count > 1) throw new UsageError('Only one of FILE, --group and --search is possible.');
  if (group !== undefined) return { kind: 'group', group: nameIn('group', group) };
  if (search !== undefined) return { kind: 'search', text: searchText(search) };
  if (path === undefined) throw new UsageError('FILE, --group or --search is missing.');
  return { kind: 'file', path };
}

/** The same texts as in the API. */
function searchText(value: string): string {
  const text = value.trim();
  if (isSearchText(text)) return text;
  throw new UsageError('--search: expected 3 to 100 plain characters.');
}

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

function nameIn(name: keyof typeof longest, value: string): string {
  const text = value.trim();
  if (text.length > longest[name] || !isReadable(text) || /\p{Cc}/u.test(text))
    throw new UsageError(`--${name}: expected 1 to ${longest[name]} visible characters.`);
  return text;
}

function readKinds(value: string): DeviceKind[] {
  const kinds = value.split(',').map((text) => {
    const name = text.trim().toUpperCase().replaceAll('-', '_');
    const kind = deviceKinds.find((one) => one === name);
    if (kind === undefined) {
      const names = deviceKinds.map((one) => one.toLowerCase()).join(', ');
      throw new UsageError(`--kinds: "${text.trim()}" is not one of ${names}.`);
    }
    return kind;
  });
  return deviceKinds.filter((kind) => kinds.includes(kind));
}

function readPace(value: string): number {
  const [, people = ''] = /^(\d{1,4})\/min$/.exec(value) ?? [];
  const pace = Number(people);
  if (pace >= 1 && pace <= fastest) return pace;
  throw new UsageError(`--pace: expected people a minute, from 1/min to ${fastest}/min.`);
}

function readCalls(value: string): number {
  const calls = /^\d{1,2}$/.test(value) ? Number(value) : 0;
  if (calls >= 1 && calls <= mostCalls) return calls;
  throw new UsageError(`--calls: expected 1 to ${mostCalls}.`);
}

function idIn([id, more]: readonly string[]): string {
  if (id === undefined) throw new UsageError('ID is missing.');
  if (more !== undefined) throw new UsageError(`"${more}" is one argument too many.`);
  return id;
}

/**
 * Who takes a step: the name that `--as` states, or else the account of the operating system, which
 * is recorded in any case. AM confirms neither.
 */
function actorOf(stated: string | undefined): CampaignActor {
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
