import type { ReactNode } from 'react';
import { useViewer } from '../data/session.tsx';
import { Text, useText } from '../text/text.tsx';
import { Button } from './button.tsx';
import type { Device } from './device.ts';

/** Opens the rename dialog. Not shown if devices of this kind cannot be renamed. */
export function RenameButton({
  device,
  name,
  onPress,
}: {
  readonly device: Device;
  /** The device's name among the user's devices. */
  readonly name: string;
  readonly onPress: () => void;
}): ReactNode {
  const { t } = useText();
  const { capabilities } = useViewer();
  const canRename = capabilities.kinds.some((of) => of.canRename && of.kind === device.kind);
  if (!canRename) return null;
  return (
    <Button
      isDense
      opensDialog
      label={t('device.renameLong', { name, kind: t(`kind.${device.kind}.of`) })}
      onPress={onPress}
    >
      <Text id="device.rename" />
    </Button>
  );
}
