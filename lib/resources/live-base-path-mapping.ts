/** What names a base path mapping, as the API takes it: `(none)` is the empty base path. */
export interface BasePathMappingId {
  readonly domainName: string;
  readonly basePath: string;
  /** Only private custom domain names have one; `''` for any other. */
  readonly domainNameId: string;
}

/** Where a base path of a custom domain name leads, from GetBasePathMapping. */
export interface LiveBasePathMapping {
  readonly restApiId: string;
  /** `''` where callers name the stage themselves. */
  readonly stage: string;
}
