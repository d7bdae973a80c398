/** A REST API that stands before Terraform runs, with the deployments that its stages may point to. */
export interface Place {
  readonly region: string;
  readonly restApiId: string;
  readonly deploymentIds: readonly [string, ...string[]];
}

/** Arguments of a resource; one that is missing is not written in the configuration at all. */
export type Arguments = Readonly<Record<string, unknown>>;
