import { useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { CreateCampaignDocument } from '@identity-gateway/client';
import type { CreateCampaignMutation } from '@identity-gateway/client';
import { defect } from '../../data/failure.ts';
import { newKey } from '../../data/new-key.ts';
import { useViewer } from '../../data/session.tsx';
import { useChange } from '../../data/use-change.ts';
import type { Answer } from '../../parts/failure-panel.tsx';
import type { Refused } from './bad-lines.tsx';
import { emptyDraft, faultsOf, fieldOf, inputOf } from './draft.ts';
import type { Draft, DraftFault } from './draft.ts';

const payloadOf = (data: CreateCampaignMutation) => data.createResetCampaign;

/** The form of a campaign, and its creation, which leads to the page of the campaign. */
export function useCreation() {
  const { caller } = useViewer();
  const [realm, setRealm] = useState(caller.realms[0] ?? null);
  const [draft, setDraft] = useState<Draft>({ ...emptyDraft, area: caller.campaignAreas[0] ?? '' });
  const [faults, setFaults] = useState<readonly DraftFault[]>([]);
  const [answer, setAnswer] = useState<Refused | Answer | null>(null);
  // A repeat after a lost answer finds the campaign that was created.
  const key = useRef(newKey());
  const [, navigate] = useLocation();
  const { isBusy, send } = useChange(CreateCampaignDocument, payloadOf);
  const changed = (): void => {
    key.current = newKey();
    setAnswer(null);
  };
  const create = async (skipBadLines: boolean): Promise<void> => {
    const wrong = faultsOf(draft);
    setFaults(wrong);
    if (wrong.length > 0 || realm === null) return;
    const request = { realm, skipBadLines, idempotencyKey: `${key.current}-${skipBadLines}` };
    const result = await send({ input: inputOf(draft, request) });
    if (result === null) return;
    if (result.status === 'lost') return setAnswer('newCampaign.lost');
    if (result.status === 'refused') {
      const { failure } = result;
      const field = fieldOf(failure.path ?? []);
      if (failure.code === 'BAD_USER_INPUT' && field !== null) return setFaults([field]);
      return setAnswer(failure);
    }
    const { campaign, errors } = result.payload;
    if (campaign !== null) return navigate(`/campaigns/${encodeURIComponent(campaign.reference)}`);
    return setAnswer(errors.length > 0 ? result.payload : defect);
  };
  return {
    realm,
    draft,
    faults,
    answer,
    isBusy,
    create,
    onRealm: (name: string) => {
      changed();
      setRealm(name);
    },
    onDraft: (part: Partial<Draft>) => {
      changed();
      setDraft((now) => ({ ...now, ...part }));
    },
  };
}
