import { useId } from 'react';
import type { ReactNode } from 'react';
import type { ResetCampaignHold } from '@identity-gateway/client';
import { useAnnouncement } from '../parts/announcement.tsx';
import { Note } from '../parts/note.tsx';
import { durationText } from '../parts/duration-text.ts';
import { Time } from '../parts/time.tsx';
import { Text, useText } from '../text/text.tsx';
import { progressIn, rateIn, stateFacts } from './campaign.ts';
import type { ShownCampaign } from './campaign.ts';
import { useLive } from './use-live.ts';

/** The state, a bar, the rate and an estimate; read again by itself while it is under way. */
export function CampaignProgress({
  campaign,
  readAt,
  refetch,
}: {
  readonly campaign: ShownCampaign;
  readonly readAt: Date;
  readonly refetch: () => Promise<unknown>;
}): ReactNode {
  const { state, since, heldBy } = campaign;
  const { isUnderWay } = stateFacts[state];
  const live = useLive(isUnderWay, refetch);
  const id = useId();
  return (
    <section className="card" aria-labelledby={id}>
      <div className="form">
        <h2 id={id}>
          <Text id="campaign.progress" />
        </h2>
        <Stepper state={state} />
        <p>
          <Text id="campaign.since" values={{ time: <Time at={since} /> }} />
        </p>
        {heldBy !== null && <HeldNote code={heldBy} />}
        <Bar campaign={campaign} label={id} />
        <p className="quiet small">
          <Text id="campaign.read" values={{ time: <Time at={readAt} look="clock" /> }} />
        </p>
        {isUnderWay && (
          <div className="button-row no-print">
            <button
              type="button"
              className="button button-dense campaign-live"
              aria-pressed={live.isOn}
              onClick={live.toggle}
            >
              <Text id="campaign.live" />
            </button>
          </div>
        )}
      </div>
    </section>
  );
}

const path = ['DRAFT', 'CHECKING', 'CHECKED', 'RUNNING', 'DONE'] as const;

/** The stages of a campaign, and where it is; a pause and an abort are within the run. */
function Stepper({ state }: { readonly state: ShownCampaign['state'] }): ReactNode {
  const { t } = useText();
  const stage = state === 'PAUSED' || state === 'ABORTED' ? 'RUNNING' : state;
  const now = path.indexOf(stage);
  return (
    <ol className="stepper" aria-label={t('campaign.steps')}>
      {path.map((one, index) => (
        <li
          key={one}
          className={index < now ? 'is-past' : undefined}
          aria-current={one === stage ? 'step' : undefined}
        >
          {t(`campaign.state.${one === stage ? state : one}`)}
        </li>
      ))}
    </ol>
  );
}

function Bar({
  campaign,
  label,
}: {
  readonly campaign: ShownCampaign;
  readonly label: string;
}): ReactNode {
  const { t, locale } = useText();
  const counted = progressIn(campaign);
  if (counted === null) return null;
  const { ended, all } = counted;
  const rate = rateIn(campaign);
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  return (
    <div className="campaign-bar">
      <progress aria-labelledby={label} value={ended} max={Math.max(1, all)} />
      <p>{t('campaign.progressOf', { ...counted })}</p>
      {rate !== null && (
        <p className="quiet">
          {t('campaign.rate', {
            rate: format.format(rate.perMinute),
            pace: format.format(campaign.pacePerMinute),
          })}{' '}
          {rate.secondsLeft !== null &&
            t('campaign.left', { time: durationText(rate.secondsLeft, locale) })}
        </p>
      )}
    </div>
  );
}

/** Why no one is reset although the campaign is under way. */
function HeldNote({ code }: { readonly code: ResetCampaignHold }): ReactNode {
  const { t } = useText();
  const text = t(`campaign.held.${code}`);
  useAnnouncement(text);
  return (
    <Note icon="warn" isCaution>
      <p>{text}</p>
    </Note>
  );
}
