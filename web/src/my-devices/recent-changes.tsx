import type { ReactNode } from 'react';
import type { CallerRole, ChangeRowFragment } from '@identity-gateway/client';
import { KindSection } from '../parts/device-list.tsx';
import { Time } from '../parts/time.tsx';
import type { MessageKey } from '../text/catalogue.ts';
import { Text, useText } from '../text/text.tsx';
import { ChangeText } from '../parts/change-text.tsx';

/** The last changes of one's devices; null where the record could not be read. */
export function RecentChanges({
  changes,
  onDispute,
}: {
  readonly changes: readonly ChangeRowFragment[] | null;
  readonly onDispute: (change: ChangeRowFragment) => void;
}): ReactNode {
  const real = changes?.filter(({ dryRun }) => !dryRun);
  return (
    <KindSection
      icon="clock"
      title={<Text id="changes.title" />}
      about={<Text id="changes.about" />}
    >
      {real === undefined || real.length === 0 ? (
        <div className="card card-empty">
          <p className="quiet">
            <Text id={real === undefined ? 'changes.failed' : 'changes.none'} />
          </p>
        </div>
      ) : (
        <div className="card">
          {/* oxlint-disable-next-line jsx-a11y/no-redundant-roles */}
          <ol className="events" role="list">
            {real.map((change) => (
              <ChangeRow key={change.id} change={change} onDispute={onDispute} />
            ))}
          </ol>
        </div>
      )}
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
  const { t } = useText();
  return (
    <li>
      <Time at={change.at} />
      <span>
        <ChangeText change={change} />
      </span>
      <span className="event-end">
        <span className="quiet">
          <Text id={actorOf(change.actor.role)} />
        </span>
        <button
          type="button"
          className="text-button small"
          aria-haspopup="dialog"
          aria-label={t('changes.disputeLong', { reference: change.id })}
          onClick={() => onDispute(change)}
        >
          <Text id="changes.dispute" />
        </button>
      </span>
    </li>
  );
}

function actorOf(role: CallerRole): MessageKey {
  if (role === 'SELF') return 'changes.bySelf';
  return role === 'HELP_DESK' ? 'changes.byHelpDesk' : 'changes.byAdministrator';
}
