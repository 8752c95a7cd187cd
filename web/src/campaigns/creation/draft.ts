import type { CreateResetCampaignInput, RegisteredDeviceKind } from '@identity-gateway/client';

/** The most people of a campaign that a page creates. */
export const mostPeople = 1_000;

/** The largest file, in bytes: it must fit into a request. */
const largestFile = 50_000;

/** How the people of a campaign are named. */
export type PeopleBy = 'csv' | 'group' | 'search';

/** A file that the reader has chosen. */
export interface ChosenFile {
  readonly name: string;
  readonly text: string;
}

/** A campaign as the form has it. */
export interface Draft {
  readonly by: PeopleBy;
  readonly file: ChosenFile | FileFault | null;
  readonly group: string;
  readonly search: string;
  readonly kinds: readonly RegisteredDeviceKind[];
  readonly reason: string;
  readonly ticket: string;
  readonly pace: string;
  readonly area: string;
  readonly endSessions: boolean;
}

/** Why a file cannot be sent. */
export type FileFault = 'isLarge' | 'isNoText' | 'isEmpty';

/** A field that is not filled in as it must be, or that the gateway does not accept. */
export type DraftFault = 'people' | 'kinds' | 'reason' | 'pace' | Refusable;

const refusable = {
  people: 'people.refused',
  reason: 'reason.refused',
  ticket: 'ticket.refused',
  area: 'area.refused',
  pacePerMinute: 'pace',
} as const;

type Refusable = (typeof refusable)[keyof typeof refusable];

/** Returns the field that a path of the input names; null for another one. */
export function fieldOf(path: readonly string[]): Refusable | null {
  const [name] = Object.keys(refusable)
    .filter(isRefusable)
    .filter((one) => path.includes(one));
  return name === undefined ? null : refusable[name];
}

const isRefusable = (name: string): name is keyof typeof refusable =>
  Object.hasOwn(refusable, name);

/** An empty form. */
export const emptyDraft: Draft = {
  by: 'csv',
  file: null,
  group: '',
  search: '',
  kinds: [],
  reason: '',
  ticket: '',
  pace: '60',
  area: '',
  endSessions: true,
};

/** Reads a file as UTF-8. A spreadsheet, or a text of another encoding, is refused. */
export async function readFile(file: File): Promise<ChosenFile | FileFault> {
  if (file.size > largestFile) return 'isLarge';
  const bytes = await file.arrayBuffer();
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (text.includes('\0')) return 'isNoText';
    return text.trim() === '' ? 'isEmpty' : { name: file.name, text };
  } catch {
    return 'isNoText';
  }
}

/** Returns the fields that are not filled in, in the order of the form. */
export function faultsOf(draft: Draft): readonly DraftFault[] {
  const faults: DraftFault[] = [];
  if (!hasPeople(draft)) faults.push('people');
  if (draft.kinds.length === 0) faults.push('kinds');
  if (draft.reason.trim() === '') faults.push('reason');
  const pace = Number(draft.pace);
  if (!Number.isInteger(pace) || pace < 1 || pace > 6_000) faults.push('pace');
  return faults;
}

function hasPeople({ by, file, group, search }: Draft): boolean {
  switch (by) {
    case 'csv':
      return file !== null && typeof file === 'object';
    case 'group':
      return group.trim() !== '';
    case 'search':
      return search.trim().length >= 3;
    default:
      return by satisfies never;
  }
}

/** Returns the input of the request. */
export function inputOf(
  draft: Draft,
  request: Pick<CreateResetCampaignInput, 'realm' | 'idempotencyKey' | 'skipBadLines'>,
): CreateResetCampaignInput {
  const { kinds, reason, ticket, pace, area, endSessions } = draft;
  return {
    ...request,
    people: peopleOf(draft),
    kinds: [...kinds],
    reason,
    ticket: ticket.trim() === '' ? null : ticket,
    pacePerMinute: Number(pace),
    area: area.trim() === '' ? null : area.trim(),
    endSessions,
  };
}

function peopleOf({ by, file, group, search }: Draft): CreateResetCampaignInput['people'] {
  switch (by) {
    case 'csv':
      return { csv: typeof file === 'object' && file !== null ? file.text : '' };
    case 'group':
      return { group };
    case 'search':
      return { search };
    default:
      return by satisfies never;
  }
}
