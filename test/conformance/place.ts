/** A REST API that stands before Terraform runs, with the deployments that its stages may point to. */
export interface Place {
  readonly region: string;
  readonly restApiId: string;
  readonly deploymentIds: readonly [string, ...string[]];
}

/** Those of one region, and those of another one for the module with the other provider. */
export interface Places {
  readonly home: readonly [Place, ...Place[]];
  readonly abroad: readonly [Place, ...Place[]];
}

/** Arguments of a resource; one that is missing is not written in the configuration at all. */
export type Arguments = Readonly<Record<string, unknown>>;
