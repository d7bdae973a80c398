import type { LiveMethodSettings, LiveStage } from '../../lib/resources/rest-api/live-stage.ts';

/** @returns a stage on which nothing is set but what the test says */
export function liveStage(members: Partial<LiveStage> = {}): LiveStage {
  return {
    stageName: 'prod',
    deploymentId: '',
    clientCertificateId: '',
    description: '',
    cacheClusterEnabled: false,
    cacheClusterSize: '',
    cacheClusterStatus: 'NOT_AVAILABLE',
    variables: new Map(),
    documentationVersion: '',
    accessLogSettings: null,
    canarySettings: null,
    tracingEnabled: false,
    webAclArn: '',
    tags: new Map(),
    methodSettings: new Map(),
    lastUpdatedDate: null,
    ...members,
  };
}

/** @returns method settings as a service has them by default, less or more what the test says */
export function liveMethodSettings(members: Partial<LiveMethodSettings> = {}): LiveMethodSettings {
  return {
    metricsEnabled: false,
    loggingLevel: '',
    dataTraceEnabled: false,
    throttlingBurstLimit: 0,
    throttlingRateLimit: 0,
    cachingEnabled: false,
    cacheTtlInSeconds: 0,
    cacheDataEncrypted: false,
    requireAuthorizationForCacheControl: false,
    unauthorizedCacheControlHeaderStrategy: '',
    ...members,
  };
}
