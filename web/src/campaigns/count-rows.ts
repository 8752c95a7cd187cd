import type { MessageKey } from '../text/catalogue.ts';
import { joined } from '../insights/joined-rows.ts';
import type { Row } from '../insights/joined-rows.ts';
import { resultName } from './campaign.ts';
import type { ShownCampaign } from './campaign.ts';

type Progress = NonNullable<ShownCampaign['progress']>;
type Translate = (key: MessageKey) => string;

/** How many lines have each result, and how many are still to come. */
export function resultRows(
  { state, progress }: { readonly state: ShownCampaign['state']; readonly progress: Progress },
  t: Translate,
): Row[] {
  const { waiting, running, failed, outcomes, skips } = progress;
  const rows: Row[] = [
    [t(state === 'ABORTED' ? 'campaign.line.notReset' : 'campaign.line.waiting'), waiting],
    [t('campaign.line.running'), running],
    ...outcomes.map(({ count, ...end }): Row => [resultName(end, t), count]),
    [t('campaign.line.failed'), failed],
    ...skips.map(({ count, ...end }): Row => [resultName(end, t), count]),
  ];
  return joined(rows).filter(([, count]) => count > 0);
}

/** Why people failed, most first. */
export function failureRows({ failures }: Pick<ShownCampaign, 'failures'>, t: Translate): Row[] {
  return joined((failures ?? []).map(({ count, ...end }): Row => [resultName(end, t), count]));
}

/** What the dry run has found: people, devices by kind, and who would be left out. */
export function dryRunRows(progress: Progress, t: Translate): Row[] {
  if (progress.checked === 0) return [];
  return [[t('campaign.checked'), progress.checked], ...foundRows(progress, t)];
}

/** How many people a start would reset: those that the dry run read and would not skip. */
export function peopleToReset({ checked, findings }: Progress): number {
  return findings.reduce((left, { count }) => left - count, checked);
}

/** The devices that the dry run has found, and the people that it would leave out. */
export function foundRows({ deviceCounts, findings }: Progress, t: Translate): Row[] {
  return [
    ...deviceCounts.map(({ kind, count }): Row => [t(`kind.${kind}.title`), count]),
    ...joined(findings.map(({ count, ...end }): Row => [resultName(end, t), count])),
  ];
}
