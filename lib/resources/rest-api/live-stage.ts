/**
 * A stage as API Gateway has it now, from GetStage or GetStages. Every member is there: what the service leaves out
 * is `''`, `false`, 0 or an empty map, as in the provider's own SDK; a block that is absent is `null`.
 * Source: the service model of `Stage`.
 */
export interface LiveStage {
  readonly stageName: string;
  readonly deploymentId: string;
  readonly clientCertificateId: string;
  readonly description: string;
  readonly cacheClusterEnabled: boolean;
  readonly cacheClusterSize: string;
  readonly cacheClusterStatus: string;
  readonly variables: ReadonlyMap<string, string>;
  readonly documentationVersion: string;
  readonly accessLogSettings: { readonly destinationArn: string; readonly format: string } | null;
  readonly canarySettings: LiveCanarySettings | null;
  readonly tracingEnabled: boolean;
  readonly webAclArn: string;
  readonly tags: ReadonlyMap<string, string>;
  /** By method path, exactly as API Gateway keeps it. */
  readonly methodSettings: ReadonlyMap<string, LiveMethodSettings>;
  /** When the stage was changed last, ISO 8601; `null` where the service does not say. */
  readonly lastUpdatedDate: string | null;
}

/** A stage in the list of those of its REST API. */
export interface ListedStage {
  readonly stageName: string;
  /** `''` where the service does not say. */
  readonly deploymentId: string;
  /** When the stage was made, ISO 8601; `null` where the service does not say. */
  readonly createdDate: string | null;
}

export interface LiveCanarySettings {
  readonly deploymentId: string;
  readonly percentTraffic: number;
  readonly stageVariableOverrides: ReadonlyMap<string, string>;
  readonly useStageCache: boolean;
}

export interface LiveMethodSettings {
  readonly metricsEnabled: boolean;
  readonly loggingLevel: string;
  readonly dataTraceEnabled: boolean;
  readonly throttlingBurstLimit: number;
  readonly throttlingRateLimit: number;
  readonly cachingEnabled: boolean;
  readonly cacheTtlInSeconds: number;
  readonly cacheDataEncrypted: boolean;
  readonly requireAuthorizationForCacheControl: boolean;
  readonly unauthorizedCacheControlHeaderStrategy: string;
}
