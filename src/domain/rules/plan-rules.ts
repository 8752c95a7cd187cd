import type { AccessSettings } from './access.ts';
import { ticketRefusal } from './change-rules.ts';
import { badInput, type Failure } from '../values/failure.ts';
import { textRefusal } from '../values/recorded-text.ts';
import type { CampaignPlan } from '../campaign/campaign.ts';

/** The fastest pace, in people a minute. */
export const fastestPace = 6_000;

/** The longest name of a group. */
export const longestGroup = 255;

/** How many people are worked on at once, unless the command line says otherwise. */
export const usualCalls = 2;

/**
 * Returns why no campaign can be created from a plan; null if one can. The same rules hold on the
 * command line and in the API. The path of the failure is a member of the plan.
 */
export function planRefusal(
  { kinds, reason, ticket, pace, area }: Omit<CampaignPlan, 'realm' | 'calls' | 'endsSessions'>,
  { areas, ticketPattern: pattern, ticketExample: example }: AccessSettings,
): Failure | null {
  if (kinds.length === 0) return badInput('kinds', 'Choose at least one kind of device.');
  if (!Number.isInteger(pace) || pace < 1 || pace > fastestPace)
    return badInput('pace', `Give 1 to ${fastestPace} people a minute.`);
  const texts = [
    // A gateway that does not know the area would reset no one.
    areaRefusal(area, areas),
    reasonRefusal(reason),
    ticketRefusal(ticket ?? '', { isRequired: false, pattern, example }),
  ];
  return texts.find((refusal) => refusal !== null) ?? null;
}

/** Returns why no one can be named by an area; null without one, or if it is known. */
export function areaRefusal(area: string | null, areas: AccessSettings['areas']): Failure | null {
  if (area === null || areas.some(({ name }) => name === area)) return null;
  return badInput('area', `"${area}" is no area of areas.people.`);
}

/** A reason on one line, because results and lists show it so. */
function reasonRefusal(reason: string): Failure | null {
  return (
    textRefusal('reason', reason) ??
    (/\p{Cc}/u.test(reason) ? badInput('reason', 'Write it on one line.') : null)
  );
}
