import { parse, TYPE } from '@formatjs/icu-messageformat-parser';
import type { MessageFormatElement } from '@formatjs/icu-messageformat-parser';

/** The syntax tree of an ICU message, as the pages format it. */
export type MessageTree = readonly MessageFormatElement[];

/** Parses a message, without source locations. @throws SyntaxError */
export function parseMessage(message: string): MessageTree {
  return parse(message, { captureLocation: false, requiresOtherClause: true });
}

/** How a message uses an argument: as it is, or by a format. A tag is written `<name>`. */
export interface Use {
  readonly name: string;
  readonly format: 'none' | 'number' | 'date' | 'select' | 'tag';
}

/** Returns how a message uses its arguments and tags, in its order, with repetitions. */
export function usesIn(tree: MessageTree): readonly Use[] {
  return tree.flatMap((element): readonly Use[] => {
    switch (element.type) {
      case TYPE.literal:
      case TYPE.pound:
        return [];
      case TYPE.tag:
        return [{ name: `<${element.value}>`, format: 'tag' }, ...usesIn(element.children)];
      case TYPE.argument:
        return [{ name: element.value, format: 'none' }];
      case TYPE.number:
        return [{ name: element.value, format: 'number' }];
      case TYPE.date:
      case TYPE.time:
        return [{ name: element.value, format: 'date' }];
      case TYPE.plural:
      case TYPE.select: {
        const format = element.type === TYPE.plural ? 'number' : 'select';
        const inner = Object.values(element.options).flatMap(({ value }) => usesIn(value));
        return [{ name: element.value, format }, ...inner];
      }
      default:
        return element satisfies never;
    }
  });
}

/**
 * Returns the first plural form that a language does not have, such as `few` in English; exact
 * numbers (`=2`) are forms of every language.
 */
export function foreignPluralForm(tree: MessageTree, language: string): string | undefined {
  const own: readonly string[] = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  return pluralFormsIn(tree).find((form) => !form.startsWith('=') && !own.includes(form));
}

function pluralFormsIn(tree: MessageTree): readonly string[] {
  return tree.flatMap((element): readonly string[] => {
    if (element.type === TYPE.tag) return pluralFormsIn(element.children);
    if (element.type !== TYPE.select && element.type !== TYPE.plural) return [];
    const inner = Object.values(element.options).flatMap(({ value }) => pluralFormsIn(value));
    return element.type === TYPE.plural ? [...Object.keys(element.options), ...inner] : inner;
  });
}
