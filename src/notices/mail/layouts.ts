import {
  slot,
  type LookSlot,
  type MailBrand,
  type MailSlot,
  type MailTemplates,
  type MailTexts,
} from '../../domain/outbox/mail-texts.ts';
import { htmlForm, plainForm, type Form } from './form.ts';
import { baseOf, directionOf } from './language.ts';

/** The language, what it decides, and the brand are put into every mail in the same way. */
type ContentSlot = Exclude<MailSlot, 'lang' | 'dir' | LookSlot>;

/** Returns what stands in each slot, in a form and in the texts of a language. */
export type Slots = (form: Form, texts: MailTexts) => Readonly<Record<ContentSlot, string>>;

/** Returns the texts of a language, with or without its region; English by default. */
export function textsOf({ texts }: MailTemplates, language: string): MailTexts {
  const found = texts.get(baseOf(language)) ?? texts.get('en');
  if (found === undefined) throw new Error('There are no texts of mail.');
  return found;
}

/** The `Content-ID` of the logo, by which the layout shows it (RFC 2392). */
export const logoId = 'logo@identity-gateway';

/** Fills both layouts. */
export function fillLayouts(
  { templates, brand }: { readonly templates: MailTemplates; readonly brand: MailBrand },
  language: string,
  slots: Slots,
): { readonly text: string; readonly html: string } {
  const texts = textsOf(templates, language);
  const dir = directionOf(language);
  const filled = (layout: string, form: Form): string => {
    const values: Readonly<Record<string, string>> = {
      ...slots(form, texts),
      lang: baseOf(language),
      dir,
      accent: brand.accent,
      onAccent: brand.onAccent,
      // Beside the name of the organisation, so it needs no text of its own.
      logo: brand.logo === undefined ? '' : `<img src="cid:${logoId}" alt="" height="40" />`,
    };
    return layout.replace(slot, (_match, name: string) => values[name] ?? '');
  };
  const text = filled(templates.text, plainForm(dir));
  return {
    text: text.replace(/\n{3,}/g, '\n\n'),
    html: filled(templates.html, htmlForm),
  };
}
