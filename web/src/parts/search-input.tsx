import type { ComponentProps, ReactNode } from 'react';
import { Icon } from './icon.tsx';

/** The large field of a search, whose text is a name or a number. */
export function SearchInput({
  onType,
  ...input
}: Omit<ComponentProps<'input'>, 'type' | 'className' | 'onInput' | 'onChange'> & {
  readonly onType: (text: string) => void;
}): ReactNode {
  return (
    <span className="with-icon">
      <Icon name="search" />
      <input
        className="input input-large"
        type="search"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        onInput={({ currentTarget }) => onType(currentTarget.value)}
        {...input}
      />
    </span>
  );
}
