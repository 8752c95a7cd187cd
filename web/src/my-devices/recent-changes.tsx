import type { ReactNode } from 'react';
import type { GatewayRole, ChangeRowFragment } from '@identity-gateway/client';
import { KindSection } from '../parts/kind-section.tsx';
import { EmptyLine } from '../parts/empty-line.tsx';
import { EnrolmentText } from '../parts/enrolment-text.tsx';
import { Known } from '../parts/known.tsx';
import { ReportText } from '../parts/report-text.tsx';
import { Time, timeLooks } from '../parts/time.tsx';
import type { MessageKey } from '../text/catalogue.ts';
import { Text, useText } from '../text/text.tsx';
import type { ShownDevices } from './use-my-devices.ts';
import { ChangeText } from '../parts/change-text.tsx';

/**
 * The last changes to the reader's devices; `changes` is null if they could not be read. An empty
 * list is loading while it is read again: a removal may have been made.
 */
export function RecentChanges({
  shown: { changes, isOpen },
  isBusy,
  onDispute,
}: {
  readonly shown: ShownDevices;
  readonly isBusy: boolean;
  readonly onDispute: (change: ChangeRowFragment) => void;
}): ReactNode {
  const unknown = isOpen ? 'changes.open' : 'changes.failed';
  return (
    <KindSection
      icon="clock"
      title={<Text id="changes.title" />}
      about={
        <p>
          <Text id="changes.about" />
        </p>
      }
    >
      <div className="card">
        <Known
          part={isOpen ? null : changes?.filter(({ isDryRun }) => !isDryRun)}
          isNothing={({ length }) => length === 0}
          nothing={<EmptyLine id={isBusy ? 'loading' : 'changes.none'} />}
          unknown={<EmptyLine id={isBusy && !isOpen ? 'loading' : unknown} />}
        >
          {(carriedOut) => (
            <ol className="events" role="list">
              {carriedOut.map((change) => (
                <ChangeRow key={change.id} change={change} onDispute={onDispute} />
              ))}
            </ol>
          )}
        </Known>
      </div>
    </KindSection>
  );
}

function ChangeRow({
  change,
  onDispute,
}: {
  readonly change: ChangeRowFragment;
  readonly onDispute: (change: ChangeRowFragment) => void;
}): ReactNode {
  const { t, locale } = useText();
  const date = new Intl.DateTimeFormat(locale, timeLooks.moment).format(new Date(change.at));
  return (
    <li>
      <Time at={change.at} />
      <span>
        <ChangeText change={change} />
        {(change.enrolment !== null || change.report !== null) && (
          <>
            <br />
            <span className="quiet small">
              <EnrolmentText enrolment={change.enrolment} />{' '}
              {change.report !== null && <ReportText report={change.report} />}
            </span>
          </>
        )}
      </span>
      <span className="event-end">
        <span className="quiet">
          {change.actor.role !== null && <Text id={actorMessages[change.actor.role]} />}
        </span>
        <button
          type="button"
          className="text-button small"
          aria-haspopup="dialog"
          aria-label={t('changes.disputeLong', { date })}
          onClick={() => onDispute(change)}
        >
          <Text id="changes.dispute" />
        </button>
      </span>
    </li>
  );
}

const actorMessages = {
  SELF: 'changes.bySelf',
  HELP_DESK: 'changes.byHelpDesk',
  ADMINISTRATOR: 'changes.byAdministrator',
  SUPER_USER: 'changes.byAdministrator',
  // Auditors change nothing.
  AUDITOR: 'changes.byAdministrator',
  CAMPAIGN: 'changes.byAdministrator',
} as const satisfies Record<GatewayRole, MessageKey>;
