import type { ReactNode } from 'react';
import { ForwardIcon } from '../parts/icon.tsx';
import type { MessageKey } from '../text/catalogue.ts';
import { Text } from '../text/text.tsx';

/** A button that opens a guided dialog, with one line about it. */
export function EntryButton({
  title,
  about,
  onPress,
}: {
  readonly title: MessageKey;
  readonly about: MessageKey;
  readonly onPress: () => void;
}): ReactNode {
  return (
    <button type="button" className="entry" aria-haspopup="dialog" onClick={onPress}>
      <span>
        <Text id={title} />
      </span>
      <ForwardIcon />
      <small>
        <Text id={about} />
      </small>
    </button>
  );
}
