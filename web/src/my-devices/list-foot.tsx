import type { ReactNode } from 'react';
import { Button } from '../parts/button.tsx';
import { kindFacts } from '../parts/device.ts';
import type { Kind } from '../parts/device.ts';
import type { KindDevices } from '../parts/device-list.tsx';
import { SetUpLinks } from '../parts/set-up-link.tsx';
import { useList } from '../parts/time.tsx';
import { Text } from '../text/text.tsx';
import { EntryButton } from './entry-button.tsx';
import { isManageable } from './locked-advice.ts';
import type { LockedAdvice } from './locked-advice.ts';
import { isUncertain, LockedNotes } from './rows.tsx';
import type { RowContext } from './rows.tsx';

/** The foot of the list: rejected codes, the removal of all of a kind, and what is not set up. */
export function ListFoot({
  kinds,
  advice,
  ...context
}: RowContext & {
  readonly kinds: readonly KindDevices[];
  /** What to say about the locked devices. */
  readonly advice: readonly LockedAdvice[];
}): ReactNode {
  const { outcome } = context;
  const isOpen = ({ devices }: KindDevices): boolean =>
    devices !== null && devices.some((device) => isUncertain(device, outcome));
  const settled = kinds.filter((of) => !isOpen(of));
  const empty = kinds
    .filter(({ kind, devices }) => devices?.length === 0 && kindFacts[kind].isSelfService)
    .map(({ kind }) => kind);
  return (
    <>
      <LockedNotes advice={advice} />
      <WholeKinds {...context} kinds={settled} isWaiting={settled.length < kinds.length} />
      {empty.length > 0 && <NotSetUp kinds={empty} />}
    </>
  );
}

function WholeKinds({
  kinds,
  isWaiting,
  permissions,
  choose,
}: RowContext & {
  readonly kinds: readonly KindDevices[];
  /** Whether other kinds wait for a check. */
  readonly isWaiting: boolean;
}): ReactNode {
  const whole = kinds.filter(
    ({ devices }) =>
      devices !== null &&
      (devices.length > 1 || devices.some(({ amId }) => amId === null)) &&
      devices.every(isManageable),
  );
  const resettable = permissions.reset ? whole : [];
  const hasCodes = kinds.some(({ kind, devices }) => kind === 'OATH' && (devices ?? []).length > 0);
  if (resettable.length === 0 && !hasCodes && !isWaiting) return null;
  return (
    <div className="card-foot">
      {hasCodes && (
        <EntryButton
          title="check.title"
          about="check.about"
          onPress={() => choose({ what: 'check' })}
        />
      )}
      {isWaiting && (
        <p className="quiet small">
          <Text id="devices.afterCheck" />
        </p>
      )}
      {resettable.length > 0 && (
        <div className="button-row">
          {resettable.map(({ kind, devices }) => (
            <Button key={kind} isDense opensDialog onPress={() => choose({ what: 'reset', kind })}>
              <Text id={`kind.${kind}.all`} values={{ count: devices?.length ?? 0 }} />
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}

/** The kinds that users register themselves and have none of, with the next step. */
function NotSetUp({ kinds }: { readonly kinds: readonly Kind[] }): ReactNode {
  const list = useList();
  const titles = kinds.map((kind) => <Text key={kind} id={`kind.${kind}.title`} />);
  return (
    <div className="card-foot">
      <p className="quiet small">
        <Text id="devices.notSetUp" values={{ kinds: <>{list(titles)}</> }} />
      </p>
      <div className="button-row">
        <SetUpLinks kinds={kinds} look="dense" />
      </div>
    </div>
  );
}
