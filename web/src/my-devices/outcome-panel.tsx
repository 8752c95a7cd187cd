import { useState } from 'react';
import type { ReactNode } from 'react';
import type { ChangeRowFragment } from '@identity-gateway/client';
import { useNoticeSteps } from '../notices/notice-steps.tsx';
import { Button } from '../parts/button.tsx';
import type { Device } from '../parts/device.ts';
import { Icon } from '../parts/icon.tsx';
import { Panel } from '../parts/panel.tsx';
import { Reference } from '../parts/reference.tsx';
import { SetUpLinks } from '../parts/set-up-link.tsx';
import { SetupCode } from '../parts/setup-code.tsx';
import { SupportEntry } from '../parts/support.tsx';
import { Thread } from '../parts/thread.tsx';
import { Time } from '../parts/time.tsx';
import type { MessageKey } from '../text/catalogue.ts';
import { Text, useText } from '../text/text.tsx';
import { isSignOutUnmet } from '../removal/outcome.ts';
import type { FailureCause, RemovalOutcome } from '../removal/outcome.ts';
import { DisputeDialog } from './dispute-dialog.tsx';
import { EntryButton } from './entry-button.tsx';
import { useOutcomeSteps } from './outcome-steps.tsx';
import type { OwnOutcome } from './use-my-devices.ts';

/** An outcome and the state of its check. */
export interface OutcomePanelProps {
  readonly outcome: OwnOutcome;
  /** The devices that are registered now; null if a kind could not be read. */
  readonly now: readonly Device[] | null;
  readonly isChecking: boolean;
  /** When the last check failed. */
  readonly failedCheckAt: Date | null;
  readonly onCheck: () => void;
  /** The recorded change, which the reader can report; null while it is not read. */
  readonly change: ChangeRowFragment | null;
  readonly onReported: () => void;
}

const seals = {
  done: 'done',
  alreadyGone: 'done',
  partly: 'failed',
  notDone: 'failed',
  unknown: 'unknown',
} as const satisfies Record<RemovalOutcome['status'], string>;

const titles = {
  done: 'outcome.done.title',
  alreadyGone: 'outcome.alreadyGone.title',
  partly: 'outcome.partly.title',
  notDone: 'outcome.notDone.title',
  unknown: 'outcome.unknown.title',
} as const satisfies Record<RemovalOutcome['status'], MessageKey>;

const causes = {
  refused: 'outcome.refused',
  notSupported: 'failure.notSupported',
  notDone: 'outcome.notDone',
  stillThere: 'outcome.stillThere',
} as const satisfies Record<FailureCause, MessageKey>;

/** The outcome of a removal: what is gone, what stayed, what comes next, and the reference. */
export function OutcomePanel(props: OutcomePanelProps): ReactNode {
  const { outcome } = props;
  const { t } = useText();
  const steps = useOutcomeSteps(outcome, props.now);
  const notified = useNoticeSteps(outcome.reference, { name: null });
  const counted = outcome.status === 'done' ? outcome.removedCount : outcome.targets.length;
  const { kind } = outcome;
  const things = t(kind === null ? 'things.count' : `kind.${kind}.count`, { count: counted });
  return (
    <Panel
      seal={isSignOutUnmet(outcome) && outcome.status === 'done' ? 'failed' : seals[outcome.status]}
      isResult
      title={<Text id={titles[outcome.status]} values={{ things }} />}
      line={
        <>
          <OutcomeLine outcome={outcome} />
          {isSignOutUnmet(outcome) && outcome.status !== 'unknown' && (
            <>
              {' '}
              <Text id="outcome.sessions.unmet" />
            </>
          )}
        </>
      }
      foot={
        <>
          <NotMe {...props} />
          {outcome.reference !== null && <Reference>{outcome.reference}</Reference>}
        </>
      }
    >
      <Thread
        state={outcome.status === 'unknown' ? 'unknown' : 'done'}
        steps={[...steps, ...notified]}
      />
      <SetupCode {...outcome} reader="owner" />
      <OutcomeButtons {...props} />
    </Panel>
  );
}

/** The way on for readers who did not make the change: a report, or the support contact. */
function NotMe({ outcome, change, onReported }: OutcomePanelProps): ReactNode {
  const [isOpen, setOpen] = useState(false);
  if (outcome.status !== 'done' || change === null) {
    return (
      <SupportEntry>
        <Text id={outcome.status === 'done' ? 'outcome.notMe' : 'support.askHelpDesk'} />
      </SupportEntry>
    );
  }
  return (
    <>
      <EntryButton title="outcome.notMe" about="outcome.report" onPress={() => setOpen(true)} />
      {isOpen && (
        <DisputeDialog change={change} onCancel={() => setOpen(false)} onReported={onReported} />
      )}
    </>
  );
}

function OutcomeLine({ outcome }: { readonly outcome: OwnOutcome }): ReactNode {
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
      <Text id={causes[cause ?? 'notDone']} values={{ minutes: 1 }} />{' '}
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
  const kinds = [...new Set(outcome.targets.map(({ kind }) => kind))];
  return (
    <div className="button-row no-print">
      {outcome.status !== 'notDone' && <SetUpLinks kinds={kinds} look="primary" />}
      <Button onPress={() => print()}>
        <Icon name="print" />
        <Text id="outcome.print" />
      </Button>
    </div>
  );
}
