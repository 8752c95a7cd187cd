import {
  PostgresQueryCompiler,
  PrimitiveValueListNode,
  SqliteQueryCompiler,
  type BinaryOperationNode,
} from 'kysely';

/**
 * How long a list is before it is one parameter. Shorter ones have a parameter for each value, as
 * the planners know them best: so there are few texts of a statement, whatever its lists are.
 */
const longest = 16;

/** The values of a long list on the right of an operator, such as `in`; null for all else. */
function longListIn({ rightOperand }: BinaryOperationNode): readonly unknown[] | null {
  if (!PrimitiveValueListNode.is(rightOperand)) return null;
  return rightOperand.values.length > longest ? rightOperand.values : null;
}

/** Writes a long list as one JSON text: SQLite's statements are kept, and have few parameters. */
export class SqliteLists extends SqliteQueryCompiler {
  protected override visitBinaryOperation(node: BinaryOperationNode): void {
    const values = longListIn(node);
    if (values === null) return super.visitBinaryOperation(node);
    this.visitNode(node.leftOperand);
    this.append(' ');
    this.visitNode(node.operator);
    this.append(' (select value from json_each(');
    this.appendValue(JSON.stringify(values));
    this.append('))');
  }
}

/** Writes long lists as one array: a statement has at most 65 535 parameters. */
export class PostgresLists extends PostgresQueryCompiler {
  protected override visitBinaryOperation(node: BinaryOperationNode): void {
    const values = longListIn(node);
    if (values === null) return super.visitBinaryOperation(node);
    this.visitNode(node.leftOperand);
    this.append(' ');
    this.visitNode(node.operator);
    this.append(' (select unnest(');
    this.appendValue(values);
    const areNumbers = values.every((value) => typeof value === 'number');
    this.append(areNumbers ? '::bigint[]))' : '::text[]))');
  }
}
