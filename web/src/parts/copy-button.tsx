import { useState } from 'react';
import type { ReactNode } from 'react';
import type { MessageKey } from '../text/catalogue.ts';
import { Text, useText } from '../text/text.tsx';
import { useAnnouncement } from './announcement.tsx';
import { Icon } from './icon.tsx';

/** Copies a text; nothing where the browser has no clipboard: the text can be selected. */
export function CopyButton({
  label,
  name = label,
  textOf,
}: {
  readonly label: MessageKey;
  /** What it is called away from its place. Default: the label. */
  readonly name?: MessageKey;
  readonly textOf: () => string;
}): ReactNode {
  const { t } = useText();
  const [isCopied, setCopied] = useState(false);
  useAnnouncement(isCopied ? t('reference.copied') : null);
  if (!('clipboard' in navigator)) return null;
  const copy = async (): Promise<void> => {
    // A browser may refuse, such as without a focus.
    await navigator.clipboard.writeText(textOf()).then(
      () => setCopied(true),
      () => undefined,
    );
  };
  return (
    <button
      type="button"
      className="button button-dense no-print"
      aria-label={t(isCopied ? 'reference.copied' : name)}
      onClick={() => void copy()}
    >
      <Icon name={isCopied ? 'check' : 'copy'} />
      <Text id={isCopied ? 'reference.copied' : label} />
    </button>
  );
}
