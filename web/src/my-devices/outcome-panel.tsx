import type { ReactNode } from 'react';
import { config } from '../config.ts';
import { Button } from '../parts/button.tsx';
import type { Device } from '../parts/device.ts';
import { Icon } from '../parts/icon.tsx';
import { Panel } from '../parts/panel.tsx';
import { Reference } from '../parts/reference.tsx';
import { SupportEntry } from '../parts/support.tsx';
import { Thread } from '../parts/thread.tsx';
import { Time } from '../parts/time.tsx';
import type { MessageKey } from '../text/catalogue.ts';
import { Text, useText } from '../text/text.tsx';
import type { Outcome } from './outcome.ts';
import { useOutcomeSteps } from './outcome-steps.tsx';

/** What an outcome is shown with. */
export interface OutcomePanelProps {
  readonly outcome: Outcome;
  /** What is registered now, as last read; null where that is not known. */
  readonly now: readonly Device[] | null;
  readonly isChecking: boolean;
  /** When a check last brought no answer. */
  readonly failedCheckAt: Date | null;
  readonly onCheck: () => void;
}

const seals = {
  done: 'done',
  alreadyGone: 'done',
  partly: 'failed',
  notDone: 'failed',
  unknown: 'unknown',
} as const;

const titles: Readonly<Record<Outcome['status'], MessageKey>> = {
  done: 'outcome.done.title',
  alreadyGone: 'outcome.alreadyGone.title',
  partly: 'outcome.partly.title',
  notDone: 'outcome.notDone.title',
  unknown: 'outcome.unknown.title',
};

/** What became of a removal: what is gone, what stayed, what comes next; help, and the number to quote. */
export function OutcomePanel(props: OutcomePanelProps): ReactNode {
  const { outcome } = props;
  const { t } = useText();
  const steps = useOutcomeSteps(outcome, props.now);
  const counted = outcome.status === 'done' ? outcome.gone.length : outcome.targets.length;
  const things = t(`kind.${outcome.kind}.count`, { count: counted });
  return (
    <Panel
      seal={seals[outcome.status]}
      isResult
      title={<Text id={titles[outcome.status]} values={{ things }} />}
      line={<OutcomeLine outcome={outcome} />}
      foot={
        <>
          <SupportEntry>
            <Text id={outcome.status === 'done' ? 'outcome.notMe' : 'outcome.ask'} />
          </SupportEntry>
          {outcome.reference !== null && <Reference>{outcome.reference}</Reference>}
        </>
      }
    >
      <Thread state={outcome.status === 'unknown' ? 'unknown' : 'done'} steps={steps} />
      <OutcomeButtons {...props} />
    </Panel>
  );
}

function OutcomeLine({ outcome }: { readonly outcome: Outcome }): ReactNode {
  const { status, checkedAt, sentAt, cause } = outcome;
  if (status === 'unknown') {
    return <Text id="outcome.unknown.line" values={{ time: <Time at={sentAt} look="clock" /> }} />;
  }
  const time = <Time at={checkedAt ?? sentAt} look="clock" />;
  if (status === 'done' || status === 'alreadyGone') {
    return <Text id={`outcome.${status}.line`} values={{ time, count: outcome.targets.length }} />;
  }
  return (
    <>
      <Text id={cause ?? 'outcome.notDone'} values={{ minutes: 1 }} />{' '}
      <Text id={`outcome.${status}.line`} values={{ time }} />
    </>
  );
}

function OutcomeButtons({
  outcome,
  isChecking,
  failedCheckAt,
  onCheck,
}: OutcomePanelProps): ReactNode {
  const { enrolmentLink } = config;
  if (outcome.status === 'unknown') {
    return (
      <div className="button-row no-print">
        <Button look="primary" isBusy={isChecking} onPress={onCheck}>
          <Text id={isChecking ? 'outcome.checking' : 'outcome.check'} />
        </Button>
        <p className="quiet small" role="status">
          {failedCheckAt !== null && (
            <Text
              id="outcome.checkFailed"
              values={{ time: <Time at={failedCheckAt} look="clock" /> }}
            />
          )}
        </p>
      </div>
    );
  }
  const canSetUp = enrolmentLink !== null && outcome.kind !== 'PROFILE';
  return (
    <div className="button-row no-print">
      {canSetUp && outcome.status !== 'notDone' && (
        <a className="button button-primary" href={enrolmentLink}>
          <Text id={`kind.${outcome.kind}.setUp`} />
        </a>
      )}
      <Button onPress={() => print()}>
        <Icon name="print" />
        <Text id="outcome.print" />
      </Button>
    </div>
  );
}
