import type { MailBrand } from '../../domain/outbox/mail-texts.ts';
import { contrastOf, leastContrast } from './colour.ts';
import type { Logo } from '../values/readers.ts';

/** The colour of the gateway's own mark (`web/styles/tokens.css`). */
const ownAccent = '#0e5a73';

const logoTypes: Readonly<Partial<Record<string, 'image/png' | 'image/jpeg'>>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
};

/** What the options of the pages say about the brand. */
interface Brand {
  readonly accent?: string | undefined;
  readonly logo?: Logo | undefined;
}

/** Returns the look of mail. Mail programs show no SVG, and not all show WebP. */
export function mailBrand({ accent = ownAccent, logo }: Brand): MailBrand {
  const onAccent = contrastOf(accent, '#ffffff') >= leastContrast ? '#ffffff' : '#000000';
  const type = logo && logoTypes[logo.extension];
  return { accent, onAccent, logo: logo && type && { type, bytes: logo.bytes } };
}
