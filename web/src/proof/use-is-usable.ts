import { useEffect, useState } from 'react';
import { isUsable } from './proof.ts';
import type { CallProof } from './proof.ts';

/** Whether a change can use a proof now; changes when its time is over. */
export function useIsUsable(proof: CallProof | null): boolean {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    if (proof === null) return undefined;
    const leftMs = new Date(proof.until).getTime() - Date.now();
    const timer = setTimeout(() => setNow(new Date()), Math.max(0, leftMs));
    return () => clearTimeout(timer);
  }, [proof]);
  return isUsable(proof, now);
}
