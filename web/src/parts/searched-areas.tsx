import type { ReactNode } from 'react';
import { useViewer } from '../data/session.tsx';
import { Text } from '../text/text.tsx';

/** The areas to which the reader is limited, beside what is empty; nothing without such a limit. */
export function SearchedAreas(): ReactNode {
  const { areas } = useViewer().caller;
  if (areas.length === 0) return null;
  return <Text id="find.areas" values={{ areas: <bdi>{areas.join(', ')}</bdi> }} />;
}
