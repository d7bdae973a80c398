import type { Parameters } from '../../../infra/parameters.ts';

const lists = new Set(['stateSources', 'memberAccounts', 'readKeyArns']);
const flags = new Set(['companions', 'cloudTrailLookup']);
const numbers = new Set([
  'checkIntervalMinutes',
  'changeDelaySeconds',
  'remindAfterDays',
  'apiRequestsPerSecond',
  'memorySize',
  'logRetentionInDays',
]);

/** @returns the variables of the module that mean what the parameters of serverless.yml mean */
export function moduleVariables(parameters: Partial<Parameters>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [variableName(name), variableValue(name, value)]),
  );
}

/** @returns the name in the words of Terraform, such as `alarm_email` */
export function variableName(parameter: string): string {
  return parameter.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function variableValue(name: string, text: string): unknown {
  // In Terraform's JSON, as in its own language, a dollar sign with a brace begins an expression.
  const value = text.replaceAll(/\$\{/g, '$$$&');
  if (lists.has(name)) return value === '' ? [] : value.split(',');
  if (flags.has(name)) return value === 'true';
  if (numbers.has(name)) return value === '' ? null : Number(value);
  return value;
}
