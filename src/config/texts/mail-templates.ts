/** The texts and layouts of mail: built in, and those of `MAIL_TEMPLATES` in their place. */
import { join } from 'node:path';
import { isFields, parsed } from '../../domain/values/json.ts';
import {
  lookSlots,
  mailSlots,
  mailTextKeys,
  placeholder,
  slot,
  type MailTemplates,
  type MailTextKey,
  type MailTexts,
} from '../../domain/outbox/mail-texts.ts';
import { packageFile } from '../../package-files/package-files.ts';
import { fileText, namesIn } from '../values/files.ts';
import { InvalidValue } from '../values/problem.ts';
import { whole } from '../values/reader.ts';

const builtInFolder = packageFile('deploy/mail');

const layouts = ['layout.html', 'layout.txt'] as const;

/** The languages of the built-in texts. */
export const mailLanguages: readonly string[] = ['en', 'de', 'fr', 'es', 'ar'];

let builtIn: MailTemplates | undefined;

/** Returns the built-in templates, which are read once. */
export function builtInTemplates(): MailTemplates {
  builtIn ??= templatesIn({});
  return builtIn;
}

/**
 * A folder with files that replace built-in ones: `layout.html`, `layout.txt`, and for each
 * language a file such as `de.json` with the texts that differ.
 */
export const mailTemplates = whole((folder): MailTemplates => {
  const names = namesIn(folder);
  const known = [...layouts, ...mailLanguages.map((language) => `${language}.json`)];
  const foreign = names.find((name) => !known.includes(name));
  if (foreign !== undefined)
    throw new InvalidValue(`${foreign} is no template; the files are ${known.join(', ')}`);
  return templatesIn(Object.fromEntries(names.map((name) => [name, fileText(join(folder, name))])));
});

/** Returns templates with the given files in place of built-in ones. */
function templatesIn(own: Readonly<Record<string, string>>): MailTemplates {
  const fileOf = (name: string): string => own[name] ?? fileText(join(builtInFolder, name));
  for (const name of layouts) requireSlots(name, fileOf(name));
  const texts = mailLanguages.map((language): [string, MailTexts] => {
    const name = `${language}.json`;
    const shipped = textsOf(name, fileText(join(builtInFolder, name)));
    const replaced = own[name] === undefined ? {} : textsOf(name, own[name]);
    return [language, complete(name, { ...shipped, ...replaced })];
  });
  return { texts: new Map(texts), html: fileOf('layout.html'), text: fileOf('layout.txt') };
}

/** Each slot has to be in a layout: a mail without its reference or the contact is of no use. */
function requireSlots(name: string, layout: string): void {
  const used = [...layout.matchAll(slot)].map(([, found = '']) => found);
  const isText = name === 'layout.txt';
  const ofLook: readonly string[] = lookSlots;
  const known = isText ? mailSlots.filter((one) => !ofLook.includes(one)) : mailSlots;
  const foreign = used.find((found) => !known.some((one) => one === found));
  if (foreign !== undefined)
    throw new InvalidValue(`${name}: {{${foreign}}} is no slot; the slots are ${known.join(', ')}`);
  // Languages are attributes of HTML only.
  const optional = [...ofLook, ...(isText ? ['lang', 'dir', 'organisation'] : [])];
  const missing = mailSlots.find((one) => !used.includes(one) && !optional.includes(one));
  if (missing !== undefined) throw new InvalidValue(`${name}: {{${missing}}} is missing`);
}

function textsOf(name: string, json: string): Partial<Record<MailTextKey, string>> {
  const value = parsed(json);
  if (!isFields(value)) throw new InvalidValue(`${name} is not a JSON object`);
  return Object.fromEntries(Object.entries(value).map(([key, text]) => entryOf(name, key, text)));
}

function entryOf(name: string, key: string, text: unknown): [string, string] {
  const refuse = (why: string): never => {
    throw new InvalidValue(`${name}: "${key}" ${why}`);
  };
  const entry = Object.entries(mailTextKeys).find(([known]) => known === key);
  if (entry === undefined) return refuse('is no key of mail');
  if (typeof text !== 'string' || text.trim() === '') return refuse('is not a text');
  if (/\p{Cc}/u.test(text)) return refuse('has a line break or another control character');
  const [, wanted] = entry;
  const used = [...text.matchAll(placeholder)].map(([, found = '']) => found);
  // A subject is seen on locked screens: a deployment may want no names in it.
  const required = key.endsWith('.subject') ? [] : wanted;
  const missing = required.find((one) => !used.includes(one));
  if (missing !== undefined) return refuse(`must contain {${missing}}`);
  const foreign = used.find((one) => !wanted.some((known) => known === one));
  if (foreign !== undefined) return refuse(`cannot contain {${foreign}}`);
  return [key, text];
}

function complete(name: string, texts: Partial<Record<MailTextKey, string>>): MailTexts {
  const all: Partial<Record<MailTextKey, string>> = texts;
  if (isComplete(all)) return all;
  const missing = Object.keys(mailTextKeys).find((key) => !Object.hasOwn(all, key));
  throw new InvalidValue(`${name}: "${missing}" is missing`);
}

function isComplete(texts: Partial<Record<MailTextKey, string>>): texts is MailTexts {
  return Object.keys(mailTextKeys).every((key) => Object.hasOwn(texts, key));
}
