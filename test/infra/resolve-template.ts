import { resourceOf, type Template } from './template.ts';

/** What CloudFormation knows only once the stack is made: by `Name` for a Ref, by `Name.Attribute` for a GetAtt. */
export type Values = Readonly<Record<string, string>>;

/** Stands for `AWS::NoValue`, which leaves out what has it. */
const nothing = Symbol('no value');

/** Does what CloudFormation does with the functions of a template. */
export class Stack {
  readonly #template: Template;
  readonly #values: Values;
  readonly #given: Readonly<Record<string, string>>;

  /**
   * @param values of resources and pseudo parameters such as `AWS::Region`
   * @param given parameters that are other than their defaults
   */
  constructor(template: Template, values: Values, given: Readonly<Record<string, string>> = {}) {
    this.#template = template;
    this.#values = values;
    this.#given = given;
  }

  /** Names of the resources that are made. */
  get names(): readonly string[] {
    return Object.entries(this.#template.Resources).flatMap(([name, { Condition }]) =>
      Condition === undefined || this.holds(Condition) ? [name] : [],
    );
  }

  /**
   * @returns the properties of a resource, with everything in them put in its place
   * @throws Error for a value that is not given, and for a function that no test knows
   */
  properties(name: string): Readonly<Record<string, unknown>> {
    return asRecord(this.resolve(resourceOf(this.#template, name).Properties));
  }

  holds(condition: string): boolean {
    return this.resolve(this.#template.Conditions[condition]) === true;
  }

  resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((one) => this.resolve(one)).filter((one) => one !== nothing);
    if (typeof value !== 'object' || value === null) return value;
    const [[name, operand] = ['', undefined], ...more] = Object.entries(value);
    const isFunction = more.length === 0 && (name === 'Ref' || name === 'Condition' || name.startsWith('Fn::'));
    // `Condition` is the condition of a policy statement, too.
    if (isFunction && !(name === 'Condition' && typeof operand !== 'string')) return this.#call(name, operand);
    const members = Object.entries(value).map(([key, member]) => [key, this.resolve(member)] as const);
    return Object.fromEntries(members.filter(([, member]) => member !== nothing));
  }

  #call(name: string, operand: unknown): unknown {
    const list = Array.isArray(operand) ? operand : [operand];
    const args = () => list.map((one) => this.resolve(one));
    switch (name) {
      case 'Ref':
        return this.#reference(String(operand));
      case 'Fn::GetAtt':
        return this.#value(list.join('.'));
      case 'Fn::Sub':
        return this.#substitute(String(list[0]), asRecord(list[1] ?? {}));
      case 'Condition':
        return this.holds(String(operand));
      case 'Fn::If':
        return this.resolve(this.holds(String(list[0])) ? list[1] : list[2]);
      case 'Fn::Not':
        return args()[0] !== true;
      case 'Fn::Equals':
        return args()[0] === args()[1];
      case 'Fn::Join':
        return asList(args()[1]).join(String(list[0]));
      case 'Fn::Split':
        return String(args()[1]).split(String(list[0]));
      case 'Fn::Select':
        return asList(args()[1])[Number(list[0])];
      default:
        throw new Error(`No test knows ${name}`);
    }
  }

  #reference(name: string): unknown {
    if (name === 'AWS::NoValue') return nothing;
    const parameter = this.#template.Parameters[name];
    if (parameter === undefined) return this.#value(name);
    const value = this.#given[name] ?? parameter.Default ?? '';
    return parameter.Type === 'CommaDelimitedList' ? value.split(',') : value;
  }

  #substitute(text: string, own: Readonly<Record<string, unknown>>): string {
    return text.replaceAll(/\$\{([^!}][^}]*)\}/g, (_, name: string) =>
      String(name in own ? this.resolve(own[name]) : name.includes('.') ? this.#value(name) : this.#reference(name)),
    );
  }

  #value(name: string): string {
    const value = this.#values[name];
    if (value === undefined) throw new Error(`The test says no value of ${name}`);
    return value;
  }
}

function asRecord(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw new Error('An object was expected');
  return Object.fromEntries(Object.entries(value));
}

function asList(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error('A list was expected');
  return value;
}
