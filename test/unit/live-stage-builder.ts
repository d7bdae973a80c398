import type { LiveStage } from '../../lib/resources/live-stage.ts';

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
    ...members,
  };
}
