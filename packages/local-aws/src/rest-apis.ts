import { randomInt } from 'node:crypto';
import { notFound } from './api-gateway-error.ts';
import type { ClientCertificate } from './client-certificate-operations.ts';
import type { DomainName } from './domain-name-operations.ts';
import { epochSeconds, type Stage } from './stage-model.ts';

/** A deployment as on the wire. */
export interface Deployment {
  readonly id: string;
  readonly description?: string | undefined;
  readonly createdDate: number;
}

/** A REST API with what belongs to it. */
export interface RestApi {
  readonly id: string;
  readonly name: string;
  readonly description?: string | undefined;
  readonly createdDate: number;
  tags: Record<string, string>;
  readonly deployments: Map<string, Deployment>;
  readonly stages: Map<string, Stage>;
}

/** An error that GetStage answered when its answers were recorded. */
export interface RecordedError {
  readonly status: number;
  readonly code: string;
  readonly body: unknown;
}

/** What one account has in one region. */
export interface RegionalData {
  readonly restApis: Map<string, RestApi>;
  /** By REST API id, then by stage name. */
  readonly recordedErrors: Map<string, Map<string, RecordedError>>;
  readonly clientCertificates: Map<string, ClientCertificate>;
  /** By domain name, with its id where it has one. */
  readonly domainNames: Map<string, DomainName>;
}

export function emptyRegion(): RegionalData {
  return {
    restApis: new Map(),
    recordedErrors: new Map(),
    clientCertificates: new Map(),
    domainNames: new Map(),
  };
}

/** Puts a REST API without deployments and stages in place. */
export function addRestApi(
  here: RegionalData,
  id: string,
  more: { name?: string; description?: string | undefined; tags?: Record<string, string> } = {},
): RestApi {
  const restApi: RestApi = {
    id,
    name: more.name ?? id,
    description: more.description,
    createdDate: epochSeconds(),
    tags: more.tags ?? {},
    deployments: new Map(),
    stages: new Map(),
  };
  here.restApis.set(id, restApi);
  return restApi;
}

export function addDeployment(restApi: RestApi, id: string, description?: string): Deployment {
  const deployment = { id, description, createdDate: epochSeconds() };
  restApi.deployments.set(id, deployment);
  return deployment;
}

/** @returns the REST API; throws API Gateway's NotFoundException when there is none */
export function findRestApi(here: RegionalData, restApiId: string): RestApi {
  const restApi = here.restApis.get(restApiId);
  if (restApi === undefined) throw notFound('Invalid Rest API Id specified');
  return restApi;
}

/** @returns the stage; throws API Gateway's NotFoundException, whose text tells a missing stage from a missing REST API */
export function findStage(here: RegionalData, restApiId: string, stageName: string): Stage {
  const stage = findRestApi(here, restApiId).stages.get(stageName);
  if (stage === undefined) throw notFound('Invalid stage identifier specified');
  return stage;
}

/** @returns the deployment; throws API Gateway's NotFoundException when the REST API has none of that id */
export function findDeployment(restApi: RestApi, deploymentId: string): Deployment {
  const deployment = restApi.deployments.get(deploymentId);
  if (deployment === undefined) throw notFound('Invalid Deployment identifier specified');
  return deployment;
}

/** @returns an identifier in API Gateway's form */
export function newId(length: number): string {
  return Array.from({ length }, () => randomInt(36).toString(36)).join('');
}
