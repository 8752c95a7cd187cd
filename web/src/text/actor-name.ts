import type { Texts } from './text.tsx';

/** The actor of a campaign's changes has this prefix. People's names have no slash. */
const ofCampaign = /^campaign\//;

/** Returns the number of a campaign, or the name of a person. */
export function nameOrNumber(amId: string): string {
  return amId.replace(ofCampaign, '');
}

/** Returns the name of someone who acted, or what a campaign is called. */
export function actorName(amId: string, t: Texts['t']): string {
  return ofCampaign.test(amId) ? t('campaign.title', { id: nameOrNumber(amId) }) : amId;
}
