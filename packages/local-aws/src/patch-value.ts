import { badRequest } from './api-gateway-error.ts';

/** One change of an UpdateStage request. */
export interface PatchOperation {
  readonly op: string;
  readonly path: string;
  readonly value?: string | undefined;
  readonly from?: string | undefined;
}

/** Reads the text of a patch operation's value; throws a BadRequestException that names the path. */
export type PatchValue<T> = (value: string, path: string) => T;

export const anyText: PatchValue<string> = (value) => value;

/** An empty text takes a setting away, as there is no operation "remove" for it. */
export const textOrNothing: PatchValue<string | undefined> = (value) => (value === '' ? undefined : value);

export const nothing: PatchValue<undefined> = () => undefined;

export function oneOf(allowed: readonly string[]): PatchValue<string> {
  return (value, path) => {
    if (!allowed.includes(value)) throw badRequest(`Invalid value ${value} for ${path}, valid: ${allowed.join(', ')}`);
    return value;
  };
}

export const trueOrFalse: PatchValue<boolean> = (value, path) => oneOf(['true', 'false'])(value, path) === 'true';

export function numberBetween(least: number, most: number): PatchValue<number> {
  return (value, path) => {
    const number = value.trim() === '' ? Number.NaN : Number(value);
    if (!(number >= least && number <= most)) throw badRequest(`Invalid value ${value} for ${path}`);
    return number;
  };
}

export function integerBetween(least: number, most: number): PatchValue<number> {
  return (value, path) => {
    const number = numberBetween(least, most)(value, path);
    if (!Number.isInteger(number)) throw badRequest(`Invalid value ${value} for ${path}`);
    return number;
  };
}
