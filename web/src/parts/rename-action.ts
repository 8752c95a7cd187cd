import { useViewer } from '../data/session.tsx';
import { useText } from '../text/text.tsx';
import type { Device } from './device.ts';
import type { RowAction } from './row-actions.tsx';

/** Returns a function for the action that renames a device; none if such devices keep names. */
export function useRenameAction(): (
  device: Device,
  /** The device's name among the user's devices. */
  name: string,
  onPress: () => void,
) => readonly RowAction[] {
  const { capabilities } = useViewer();
  const { t } = useText();
  return ({ amId, kind }, name, onPress) => {
    const canRename = capabilities.kinds.some((of) => of.canRename && of.kind === kind);
    if (!canRename || amId === null) return [];
    const label = t('device.renameLong', { name, kind: t(`kind.${kind}.of`) });
    return [{ text: 'device.rename', label, onPress }];
  };
}
