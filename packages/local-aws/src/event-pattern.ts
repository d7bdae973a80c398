/** A pattern of EventBridge as JSON has it: lists of what a value may be, at the end of every path. */
export interface EventPattern {
  readonly [name: string]: EventPattern | readonly unknown[];
}

/** The pattern has something that this does not know: better no answer than a wrong one. */
export class UnknownPatternError extends Error {
  override readonly name = 'UnknownPatternError';
}

/**
 * Whether EventBridge would hand an event to a rule.
 * Source: EventBridge's user guide on comparison operators, of which these are here: exact values, `prefix`, `suffix`,
 * `wildcard`, `equals-ignore-case`, `exists`, `anything-but` of each of them but `exists`, and `$or`.
 */
export function matches(event: unknown, pattern: EventPattern): boolean {
  return Object.entries(pattern).every(([name, wanted]) => {
    if (name === '$or') return alternatives(wanted).some((alternative) => matches(event, alternative));
    const value = memberOf(event, name);
    return isList(wanted) ? wanted.some((one) => isAllowed(value, one)) : matches(value, wanted);
  });
}

function isAllowed(value: unknown, condition: unknown): boolean {
  const name = operatorOf(condition);
  if (name === undefined) return valuesOf(value).some((one) => one === condition);
  const operand = memberOf(condition, name);
  if (name === 'exists') return (value !== undefined && !isMap(value)) === operand;
  if (name === 'anything-but') {
    const values = valuesOf(value);
    return values.length > 0 && values.every((one) => !butOf(operand).some((unwanted) => meets(one, unwanted)));
  }
  return valuesOf(value).some((one) => meets(one, condition));
}

/** Whether a single value is the exact one, or as an operator on text says. */
function meets(value: unknown, condition: unknown): boolean {
  const name = operatorOf(condition);
  if (name === undefined) return value === condition;
  const is = textOperators.get(name);
  if (is === undefined) throw new UnknownPatternError(`No operator ${name} is known`);
  return typeof value === 'string' && butOf(memberOf(condition, name)).some((operand) => is(value, String(operand)));
}

const textOperators: ReadonlyMap<string, (value: string, operand: string) => boolean> = new Map([
  ['prefix', (value, operand) => value.startsWith(operand)],
  ['suffix', (value, operand) => value.endsWith(operand)],
  ['equals-ignore-case', (value, operand) => value.toLowerCase() === operand.toLowerCase()],
  ['wildcard', (value, operand) => wildcard(operand).test(value)],
]);

/** `anything-but` and the operators in it take one or several. */
function butOf(operand: unknown): readonly unknown[] {
  return isList(operand) ? operand : [operand];
}

function operatorOf(condition: unknown): string | undefined {
  if (!isMap(condition)) return undefined;
  const [name, ...more] = Object.keys(condition);
  if (name === undefined || more.length > 0) throw new UnknownPatternError('A condition has one operator');
  return name;
}

function alternatives(wanted: EventPattern | readonly unknown[]): readonly EventPattern[] {
  return isList(wanted) ? wanted.filter(isPattern) : [];
}

function isPattern(value: unknown): value is EventPattern {
  return isMap(value) && Object.values(value).every((wanted) => isList(wanted) || isPattern(wanted));
}

/** A list in an event matches where any of its values does. */
function valuesOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return isList(value) ? value : [value];
}

function memberOf(value: unknown, name: string): unknown {
  return isMap(value) && Object.hasOwn(value, name)
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}

function wildcard(text: string): RegExp {
  const parts = text.split('*').map((part) => part.replaceAll(/[$()+.?[\\\]^{|}]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isMap(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
