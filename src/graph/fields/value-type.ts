import { ObjectType } from 'type-graphql';
import { Access } from './access.ts';

/** Declares an object type whose fields are members, which are read with their parent. */
export function ValueType(description: string, { name }: { name?: string } = {}): ClassDecorator {
  const options = { simpleResolvers: true, description };
  const declare = name === undefined ? ObjectType(options) : ObjectType(name, options);
  return (type) => {
    declare(type);
    Access('with parent')(type);
  };
}
