import type { ReactNode } from 'react';
import { useViewer } from '../data/session.tsx';
import { SelectField } from './select-field.tsx';

interface RealmChoice {
  readonly realm: string | null;
  readonly onChoose: (realm: string) => void;
}

/** A choice among the reader's realms; nothing if there is only one. */
export function RealmField({
  realm,
  onChoose,
  isLarge = false,
}: RealmChoice & { readonly isLarge?: boolean }): ReactNode {
  const { realms } = useViewer().caller;
  if (realms.length <= 1) return null;
  return (
    <SelectField
      label="find.realm"
      isLarge={isLarge}
      value={realm ?? ''}
      options={realms.map((name) => [name, name])}
      onChoose={onChoose}
    />
  );
}

/** The same in a card of its own. */
export function RealmCard({
  className,
  ...choice
}: RealmChoice & { readonly className: string }): ReactNode {
  if (useViewer().caller.realms.length <= 1) return null;
  return (
    <div className={`card form ${className}`}>
      <RealmField {...choice} />
    </div>
  );
}
