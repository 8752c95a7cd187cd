import { ObjectType } from 'type-graphql';
import { Access } from './access.ts';
import { Node } from './node.type.ts';

/**
 * Declares an object type whose fields are members, which are read with their parent. A class with
 * `isNode` extends `Node`, and `Query.node` finds its objects.
 */
export function ValueType(
  description: string,
  { name, isNode = false }: { name?: string; isNode?: boolean } = {},
): ClassDecorator {
  const options = { simpleResolvers: true, description, implements: isNode ? [Node] : [] };
  const declare = name === undefined ? ObjectType(options) : ObjectType(name, options);
  return (type) => {
    declare(type);
    Access('with parent')(type);
  };
}
