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
  readonly accessLogSettings: LiveAccessLogSettings | null;
  readonly canarySettings: LiveCanarySettings | null;
  readonly tracingEnabled: boolean;
  readonly webAclArn: string;
  readonly tags: ReadonlyMap<string, string>;
}

export interface LiveAccessLogSettings {
  readonly destinationArn: string;
  readonly format: string;
}

export interface LiveCanarySettings {
  readonly deploymentId: string;
  readonly percentTraffic: number;
  readonly stageVariableOverrides: ReadonlyMap<string, string>;
  readonly useStageCache: boolean;
}

/** What came of asking for a stage. UNREADABLE is neither in sync nor drift: nobody knows. */
export type LiveAnswer =
  | { readonly kind: 'FOUND'; readonly stage: LiveStage }
  | { readonly kind: 'NOT_FOUND'; readonly reason: string }
  | { readonly kind: 'UNREADABLE'; readonly reason: string };
