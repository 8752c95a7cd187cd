import { setTimeout as sleep } from 'node:timers/promises';
import type { Campaign, CampaignActor } from '../../domain/campaign/campaign.ts';
import { countOf, lineStates, type CampaignProgress } from '../../domain/campaign/campaign-line.ts';
import { progressOf } from '../../ledger/campaigns/campaign-lines.ts';
import { findCampaign } from '../../ledger/campaigns/campaign-steps.ts';
import type { Store } from '../../store/store.ts';
import { exitCodes } from '../line/exit.ts';
import { hasReader, type Terminal } from '../line/terminal.ts';

/** How often to look while following, in milliseconds. */
const lookEveryMs = 2_000;

/** How many characters the bar has. */
const barLength = 30;

interface ShowOptions {
  readonly id: string;
  readonly follow: boolean;
}

/** Prints a campaign; follows a running one to its end if that is wanted. */
export async function show(
  store: Store,
  { id, follow }: ShowOptions,
  { print, printError }: Terminal,
): Promise<number> {
  for (;;) {
    const now = await store.now();
    const campaign = await store.query((db) => findCampaign(db, id));
    if (campaign === null) return exitCodes.failed;
    const progress = await store.query((db) => progressOf(db, campaign, now));
    const isUnderWay = campaign.state === 'RUNNING' || campaign.state === 'CHECKING';
    if (!follow || !isUnderWay || !hasReader()) {
      for (const line of linesOfCampaign(campaign, progress)) print(line);
      return exitCodes.done;
    }
    printError(barOf(campaign, progress));
    await sleep(lookEveryMs);
  }
}

/** One line of the list. */
export function lineOfCampaign({ id, state, realm, kinds, createdAt, reason }: Campaign): string {
  return `${id} ${state} ${realm} ${kinds.join()} ${createdAt} ${reason}`;
}

/** What is known of a campaign, as lines. */
export function linesOfCampaign(campaign: Campaign, progress: CampaignProgress): string[] {
  const { id, state, since, realm, area, kinds, pace, calls, reason, ticket, heldBy } = campaign;
  const { createdAt, createdBy, startedAt, startedBy, endsSessions } = campaign;
  const sessions = endsSessions ? 'sessions are ended' : 'sessions are kept';
  return [
    `Campaign ${id}: ${state} since ${since}`,
    ...(heldBy === null ? [] : [`Held: ${heldBy}`]),
    `Realm ${realm}${area === null ? '' : `, area ${area}`}; ${kinds.join(', ')}; ${pace}/min, at most ${calls} at once; ${sessions}`,
    `Reason: ${reason}${ticket === null ? '' : ` (${ticket})`}`,
    `Created ${createdAt} by ${nameOf(createdBy)}`,
    ...(startedAt === null || startedBy === null
      ? []
      : [`Started ${startedAt} by ${nameOf(startedBy)}`]),
    barOf(campaign, progress),
    ...checkLines(progress),
    ...stateLines(campaign, progress),
  ];
}

/** A name of the command line is shown as what it is: stated. */
function nameOf({ name, via, account }: CampaignActor): string {
  if (via !== 'command line') return name;
  return `${name} (stated on the command line, account ${account ?? 'without a name'})`;
}

function checkLines({ checked, findings, devices }: CampaignProgress): string[] {
  if (checked === 0) return [];
  const found = [...Object.entries(devices), ...Object.entries(findings)];
  return [`Dry run: ${checked} people; ${textOf(found)}`];
}

/** People who still wait when a campaign was aborted are not reset any more. */
function stateLines({ state: of }: Campaign, { lines }: CampaignProgress): string[] {
  const states = Map.groupBy(lines, ({ state }) => state);
  return [...states].map(([state, groups]) => {
    const sum = groups.reduce((all, { count }) => all + count, 0);
    const results = groups.map(({ result, count }) => [result, count] as const);
    const named = results.filter(([result]) => result !== null);
    const parts = named.length === 0 ? '' : `  (${textOf(named)})`;
    const name = of === 'ABORTED' && state === 'waiting' ? 'not reset' : state;
    return `${name.padEnd(8)} ${sum}${parts}`;
  });
}

function textOf(counts: readonly (readonly [string | null, number])[]): string {
  if (counts.length === 0) return 'nothing to reset';
  return counts.map(([name, count]) => `${name} ${count}`).join(', ');
}

/** The progress as a bar, with the rate and an estimate of the rest while it runs. */
export function barOf({ state }: Campaign, progress: CampaignProgress): string {
  const { lines, perMinute } = progress;
  const all = countOf(lines, ...lineStates);
  const left = countOf(lines, 'waiting', 'running');
  const isCheck = state === 'CHECKING' || state === 'CHECKED';
  const skipped = all - left;
  const ended = isCheck ? Math.min(all, skipped + progress.checked) : skipped;
  const share = all === 0 ? 1 : ended / all;
  const filled = Math.floor(share * barLength);
  const bar = `[${'#'.repeat(filled)}${'-'.repeat(barLength - filled)}]`;
  const isRated = state === 'RUNNING' && perMinute > 0;
  const rate = isRated ? `  ${perMinute.toFixed(1)}/min${leftText(left, perMinute)}` : '';
  return `${bar} ${ended} of ${all} (${Math.floor(share * 100)} %)${rate}`;
}

function leftText(left: number, perMinute: number): string {
  const minutes = Math.ceil(left / perMinute);
  if (minutes < 120) return `  about ${minutes} min left`;
  return `  about ${Math.ceil(minutes / 60)} h left`;
}
