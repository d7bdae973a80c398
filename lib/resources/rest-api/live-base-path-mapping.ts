import type { Parsed } from '../../model/form.ts';
import { anObject, text } from '../live-form.ts';

/** What names a base path mapping, as the API takes it: `(none)` is the empty base path. */
export interface BasePathMappingId {
  readonly domainName: string;
  readonly basePath: string;
  /** Only private custom domain names have one; `''` for any other. */
  readonly domainNameId: string;
}

/** Where a base path of a custom domain name leads, from GetBasePathMapping; no `stage` where callers name it themselves. */
export const basePathMappingForm = anObject({ restApiId: text, stage: text });

export type LiveBasePathMapping = Parsed<typeof basePathMappingForm>;
