import * as v from 'valibot';

/** A statement of a policy, with lists where IAM takes a single text too. */
export type Statement = v.InferOutput<typeof statementForm>;

/** A permission that a request needs: an action on a resource, with what IAM knows of the request beside it. */
export interface Asked {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string>>;
}

const texts = v.pipe(
  v.union([v.string(), v.boolean(), v.array(v.string())]),
  v.transform((one) => (Array.isArray(one) ? one : [String(one)])),
);

const everybody = v.pipe(
  v.literal('*'),
  v.transform(() => ({ AWS: ['*'] })),
);

const statementForm = v.strictObject({
  Sid: v.optional(v.string(), ''),
  Effect: v.picklist(['Allow', 'Deny']),
  Principal: v.optional(v.union([everybody, v.record(v.string(), texts)])),
  Action: texts,
  Resource: v.optional(texts, ['*']),
  Condition: v.optional(v.record(v.string(), v.record(v.string(), texts)), {}),
});

const documentForm = v.strictObject({ Version: v.literal('2012-10-17'), Statement: v.array(statementForm) });

/** @returns the statements of a policy document */
export function statementsOf(document: unknown): readonly Statement[] {
  return v.parse(documentForm, document).Statement;
}

/** @returns the statement that allows it; undefined where none does, or one denies it */
export function allowing(statements: readonly Statement[], asked: Asked): Statement | undefined {
  const about = statements.filter((statement) => covers(statement, asked));
  return about.some(({ Effect }) => Effect === 'Deny') ? undefined : about[0];
}

function covers({ Action, Resource, Condition }: Statement, { action, resource, context = {} }: Asked): boolean {
  return (
    Action.some((pattern) => isLike(pattern, action)) &&
    Resource.some((pattern) => isLike(pattern, resource)) &&
    Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, wanted]) => meets(operator, context[key], wanted)),
    )
  );
}

/** Source: IAM's reference of condition operators, of which these are here that the policies use. */
function meets(operator: string, actual: string | undefined, wanted: readonly string[]): boolean {
  switch (operator) {
    case 'StringEquals':
    case 'ArnEquals':
      return actual !== undefined && wanted.includes(actual);
    case 'StringEqualsIfExists':
      return actual === undefined || wanted.includes(actual);
    case 'StringLike':
      return actual !== undefined && wanted.some((pattern) => isLike(pattern, actual));
    // Of a request for one item, which has one key.
    case 'ForAllValues:StringLike':
      return actual === undefined || wanted.some((pattern) => isLike(pattern, actual));
    default:
      throw new Error(`No test knows the operator ${operator}`);
  }
}

/** `*` stands for any text, `?` for one character, in ARNs across their colons and slashes, too. */
export function isLike(pattern: string, text: string): boolean {
  const parts = pattern.split(/([*?])/).map((part) => {
    if (part === '*') return '.*';
    return part === '?' ? '.' : part.replaceAll(/[$()+.[\\\]^{|}]/g, String.raw`\$&`);
  });
  return new RegExp(`^${parts.join('')}$`, 's').test(text);
}
