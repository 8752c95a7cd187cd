import {
  placeholder,
  type MailTextKey,
  type MailTexts,
  type MailValues,
} from '../../domain/outbox/mail-texts.ts';

/** A row of facts: a label, and its values. All parts are in the form already. */
export interface FactRow {
  readonly label: string;
  readonly values: readonly string[];
}

/** How mail is written: as HTML, or as plain text. */
export interface Form {
  /** A text of the gateway or of the deployment. */
  readonly literal: (text: string) => string;
  /** A text from the directory or from AM, which anyone may have chosen. */
  readonly name: (text: string) => string;
  /**
   * A text that the person can write: the own display name, or the name of a device. An intruder
   * could write one to the owner, in a mail that the owner trusts, so no number to call is left.
   */
  readonly own: (text: string) => string;
  /** A text that stands out and keeps its own direction. */
  readonly strong: (text: string) => string;
  readonly paragraphs: (texts: readonly string[]) => string;
  readonly facts: (rows: readonly FactRow[]) => string;
  readonly link: (label: string, url: string) => string;
}

/** Plain text; from right to left, other scripts are isolated. */
export function plainForm(direction: 'ltr' | 'rtl'): Form {
  const isolated = (text: string): string =>
    direction === 'rtl' ? `\u{2068}${text}\u{2069}` : text;
  return {
    literal: (text) => text,
    name: (text) => isolated(harmless(text)),
    own: (text) => isolated(harmless(withoutNumbers(text))),
    strong: isolated,
    paragraphs: (texts) => texts.join('\n'),
    facts: (rows) => rows.map(({ label, values }) => `${label}: ${values.join('\n  ')}`).join('\n'),
    link: (label, url) => `${label}: ${url}`,
  };
}

export const htmlForm: Form = {
  literal: escapeHtml,
  name: (text) => `<bdi>${escapeHtml(harmless(text))}</bdi>`,
  own: (text) => `<bdi>${escapeHtml(harmless(withoutNumbers(text)))}</bdi>`,
  strong: (text) => `<strong><bdi>${escapeHtml(text)}</bdi></strong>`,
  paragraphs: (texts) => texts.map((text) => `<p>${text}</p>`).join('\n'),
  facts: (rows) => `<table>\n${rows.map(rowOf).join('\n')}\n</table>`,
  link: (label, url) => `<p><a class="button" href="${escapeHtml(url)}">${label}</a></p>`,
};

function rowOf({ label, values }: FactRow): string {
  const cells = values.map((value) => `<div>${value}</div>`).join('');
  return `<tr><th scope="row">${label}</th><td>${cells}</td></tr>`;
}

/** Writes a text of the catalogue; the values are in the form already. */
export function written<K extends MailTextKey>(
  { literal }: Form,
  texts: MailTexts,
  key: K,
  values: MailValues<K>,
): string {
  const byName: Readonly<Record<string, string>> = { ...values };
  return literal(texts[key]).replace(placeholder, (_match, name: string) => byName[name] ?? '');
}

/** The longest name that is shown, in characters. */
const longest = 100;

/**
 * Removes line breaks and marks of direction, which could look like another part of the mail. Mail
 * programs make links of addresses in texts; a name must not become one.
 */
function harmless(text: string): string {
  const line = text
    .toWellFormed()
    .replace(
      /[\p{Cc}\p{Zl}\p{Zp}\u{200e}\u{200f}\u{202a}-\u{202e}\u{2066}-\u{2069}\u{feff}]+/gu,
      ' ',
    )
    .trim();
  const [...letters] = line;
  const short = letters.length > longest ? `${letters.slice(0, longest).join('')}…` : line;
  // An invisible character that breaks no word apart.
  return short.replace(/[.@．。｡＠]|[:：](?=[/／])/g, '$&\u{2060}');
}

/** Digits of any script, however they are separated. `{6,}` would take 160 ms to compile. */
const digits = /\+?[\p{Nd}\p{No}](?:[^\p{L}\p{Nd}\p{No}]{0,3}[\p{Nd}\p{No}])*/gu;

function withoutNumbers(text: string): string {
  return text.replaceAll(digits, (number) =>
    (number.match(/[\p{Nd}\p{No}]/gu) ?? []).length >= 7 ? '…' : number,
  );
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
