import {
  type APIGatewayClient,
  CreateBasePathMappingCommand,
  CreateDeploymentCommand,
  CreateDomainNameCommand,
  CreateRestApiCommand,
  CreateStageCommand,
  DeleteDeploymentCommand,
  GenerateClientCertificateCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import { type CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { instance, resource, stateText } from '../../unit/terraform/state-builder.ts';

/** An account in a region, with clients that act as somebody who may do everything there. */
export interface Place {
  readonly account: string;
  readonly region: string;
  readonly apiGateway: APIGatewayClient;
  readonly logs: CloudWatchLogsClient;
}

/** A REST API whose two stages are live with everything a stage can use, and the state that has one of them otherwise. */
export interface LiveStages {
  readonly restApiId: string;
  readonly state: string;
}

const settings = { description: 'as Terraform left it', tags: {}, tags_all: {} };

/**
 * Makes it, with deployments, a log group, a client certificate and a base path mapping.
 * @param stages how many of the two the state has
 */
export async function makeStages({ account, region, apiGateway, logs }: Place, stages: 1 | 2): Promise<LiveStages> {
  const description = settings.description;
  const { id: restApiId = '' } = await apiGateway.send(new CreateRestApiCommand({ name: 'orders' }));
  const deploy = async () => (await apiGateway.send(new CreateDeploymentCommand({ restApiId, description }))).id ?? '';
  const [deploymentId, canaryId, laterId] = [await deploy(), await deploy(), await deploy()];
  const { clientCertificateId = '' } = await apiGateway.send(new GenerateClientCertificateCommand({ description }));
  await apiGateway.send(new CreateStageCommand({ restApiId, stageName: 'prod', deploymentId: laterId, description }));
  const patchOperations = [{ op: 'replace' as const, path: '/clientCertificateId', value: clientCertificateId }];
  await apiGateway.send(new UpdateStageCommand({ restApiId, stageName: 'prod', patchOperations }));
  await apiGateway.send(new CreateStageCommand({ restApiId, stageName: 'dev', deploymentId, description }));
  const logGroupName = `API-Gateway-Execution-Logs_${restApiId}/prod`;
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
  const domainName = `${restApiId}.acme.example`;
  await apiGateway.send(new CreateDomainNameCommand({ domainName }));
  await apiGateway.send(new CreateBasePathMappingCommand({ domainName, basePath: 'orders', restApiId, stage: 'prod' }));
  const stage = (name: string) => ({
    arn: `arn:aws:apigateway:${region}::/restapis/${restApiId}/stages/${name}`,
    execution_arn: `arn:aws:execute-api:${region}:${account}:${restApiId}/${name}`,
    rest_api_id: restApiId,
    stage_name: name,
    deployment_id: deploymentId,
    description,
  });
  // A list never proves that a deployment of the state is gone: it is asked for by its id.
  await apiGateway.send(new DeleteDeploymentCommand({ restApiId, deploymentId: canaryId }));
  const canary = [{ deployment_id: canaryId, percent_traffic: 10 }];
  const drifted = {
    ...stage('prod'),
    client_certificate_id: clientCertificateId,
    variables: { LOG_LEVEL: 'info' },
    canary_settings: canary,
  };
  const certificateArn = `arn:aws:apigateway:${region}::/clientcertificates/${clientCertificateId}`;
  const groupArn = `arn:aws:logs:${region}:${account}:log-group:${logGroupName}`;
  const managed: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
    ['aws_api_gateway_stage', drifted],
    ...(stages === 1 ? [] : [['aws_api_gateway_stage', stage('dev')] as const]),
    ['aws_api_gateway_deployment', { id: deploymentId, rest_api_id: restApiId, description }],
    ['aws_api_gateway_deployment', { id: canaryId, rest_api_id: restApiId, description }],
    ['aws_api_gateway_client_certificate', { id: clientCertificateId, arn: certificateArn, ...settings }],
    ['aws_cloudwatch_log_group', { id: logGroupName, name: logGroupName, arn: groupArn, tags: {}, tags_all: {} }],
    [
      'aws_api_gateway_base_path_mapping',
      { domain_name: domainName, base_path: 'orders', api_id: restApiId, stage_name: 'prod' },
    ],
  ];
  const resources = managed.map(([type, attributes], index) =>
    resource({ type, name: `r${index}`, instances: [instance({ attributes })] }),
  );
  return { restApiId, state: stateText({ resources }) };
}
