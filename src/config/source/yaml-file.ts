import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import { fileBytes, messageOf } from '../values/files.ts';
import type { FilePath } from '../values/file-value.ts';
import { InvalidValue } from '../values/problem.ts';

/** A parsed file of YAML or JSON, with the positions of its values. */
export interface YamlFile {
  readonly value: unknown;
  /** Returns the position of a value: `path:line:column`. */
  readonly positionOf: (path: FilePath) => string;
}

/** Reads a file. Keys are unique, and aliases are few. @throws InvalidValue */
export function readYamlFile(path: string): YamlFile {
  const lineCounter = new LineCounter();
  const document = parseDocument(textOf(path), { lineCounter, prettyErrors: false });
  const positionAt = (offset: number): string => {
    const { line, col } = lineCounter.linePos(offset);
    return `${path}:${line}:${col}`;
  };
  const offsetOf = (keys: FilePath): number => {
    const last = keys.at(-1);
    const parent = document.getIn(keys.slice(0, -1), true);
    const key = isMap(parent)
      ? parent.items.find((pair) => isScalar(pair.key) && pair.key.value === last)?.key
      : undefined;
    const node = key ?? document.getIn(keys, true);
    if (isNode(node) && node.range) return node.range[0];
    return keys.length === 0 ? 0 : offsetOf(keys.slice(0, -1));
  };

  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) {
    const isSeveral = problem.code === 'MULTIPLE_DOCS';
    const message = isSeveral ? 'the file has more than one document' : problem.message;
    throw new InvalidValue(`${positionAt(problem.pos[0])}: ${message}`);
  }
  if (document.contents === null) throw new InvalidValue(`${path}: the file is empty`);
  return { value: valueOf(document, path), positionOf: (keys) => positionAt(offsetOf(keys)) };
}

function valueOf(document: Document, path: string): unknown {
  try {
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    return value;
  } catch (error) {
    // Aliases of aliases could fill the memory.
    throw new InvalidValue(`${path}: ${messageOf(error)}`, { cause: error });
  }
}

function textOf(path: string): string {
  const bytes = fileBytes(path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new InvalidValue(`${path}: the file is not UTF-8`, { cause: error });
  }
}
