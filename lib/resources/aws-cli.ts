/** The words of one command of the AWS CLI, before any shell sees them. */
export type AwsCommand = readonly string[];

/** The AWS CLI reads a value of this form from a file or a web page, and would send what it finds there. */
const elsewhere = /^(file|fileb|https?):\/\//i;

const unprintable = /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu;

/**
 * @param options by their names without dashes, in the order in which they are to stand
 * @returns `null` where a value is none that could be handed to the AWS CLI, or pasted into a terminal, as it is
 */
export function awsCommand(
  service: string,
  operation: string,
  options: Readonly<Record<string, string>>,
): AwsCommand | null {
  const values = Object.values(options);
  if (values.some((value) => elsewhere.test(value) || value.search(unprintable) >= 0)) return null;
  return ['aws', service, operation, ...Object.entries(options).flatMap(([name, value]) => option(name, value))];
}

/** A value that begins with a dash would be taken for the next option. */
function option(name: string, value: string): readonly string[] {
  return value.startsWith('-') ? [`--${name}=${value}`] : [`--${name}`, value];
}

/** A value as JSON, with whatever a terminal might take for a command of its own written as its number. */
export function json(value: unknown): string {
  const escaped = (codeUnit: string) => `\\u${codeUnit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value).replace(unprintable, (character) => character.split('').map(escaped).join(''));
}
