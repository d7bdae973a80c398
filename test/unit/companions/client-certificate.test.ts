import {
  APIGatewayClient,
  DeleteClientCertificateCommand,
  GenerateClientCertificateCommand,
  type GenerateClientCertificateCommandInput,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type CompanionWorld,
  denied,
  differencesOf,
  here,
  ofType,
  resourceOf,
  restApiId,
  type StateResource,
  stageOf,
  startWorld,
  statuses,
} from './companion-world.ts';

const type = 'aws_api_gateway_client_certificate';
const address = `${type}.this`;

let world: CompanionWorld;
let apiGateway: APIGatewayClient;

beforeAll(async () => {
  world = await startWorld();
  apiGateway = new APIGatewayClient();
});
afterAll(async () => {
  apiGateway.destroy();
  await world.stop();
});
beforeEach(() => world.reset());

/** Makes a certificate and gives it to the stage `prod`; @returns its id */
async function generate(settings: GenerateClientCertificateCommandInput = {}): Promise<string> {
  const { clientCertificateId = '' } = await apiGateway.send(new GenerateClientCertificateCommand(settings));
  const patchOperations = [{ op: 'replace' as const, path: '/clientCertificateId', value: clientCertificateId }];
  await apiGateway.send(new UpdateStageCommand({ restApiId, stageName: 'prod', patchOperations }));
  return clientCertificateId;
}

const arnOf = (id: string, region = 'eu-west-1') => `arn:aws:apigateway:${region}::/clientcertificates/${id}`;

function certificateOf(id: string, attributes: object = {}): StateResource {
  return resourceOf(type, { id, arn: arnOf(id), ...attributes });
}

const prodWith = (id: string) => stageOf('prod', { client_certificate_id: id });

describe('a client certificate that a stage has', () => {
  it('is reported with the first in order of address, and asked for once', async () => {
    const id = await generate();
    const before = world.apiGatewayCalls().length;
    const report = await world.check([prodWith(id), stageOf('dev', { client_certificate_id: id }), certificateOf(id)]);

    expect(ofType(report, type)).toMatchObject([
      { address, status: 'IN_SYNC', id: { accountId: here.account, region: here.region, restApiId, stageName: 'dev' } },
    ]);
    expect(world.apiGatewayCalls().slice(before).toSorted()).toEqual(['GetClientCertificate', 'GetStages']);
  });

  it('is reported where the state does not name its ARN', async () => {
    const id = await generate();

    expect(statuses(await world.check([prodWith(id), certificateOf(id, { arn: null })]))[address]).toBe('IN_SYNC');
  });
});

describe('a client certificate that no stage of the states has is not reported:', () => {
  it.each([
    ['another one', 'other1', {}],
    ['one in another region', 'abc123', { arn: arnOf('abc123', 'us-east-1') }],
    ['one without an id', '', {}],
  ])('%s', async (_, id, attributes) => {
    const report = await world.check([prodWith('abc123'), stageOf('dev'), certificateOf(id, attributes)]);

    expect(ofType(report, type)).toEqual([]);
    expect(world.apiGatewayCalls()).toEqual(['GetStages']);
  });
});

describe('description and tags', () => {
  it.each([
    [{ description: 'a', tags_all: { Owner: 'a' } }, { description: 'a', tags: { Owner: 'a', 'aws:x': 'y' } }, []],
    [{ description: '', tags_all: null }, {}, []],
    [{ description: 'a' }, {}, [['description', 'a', null]]],
    [{ description: null }, { description: 'b' }, [['description', null, 'b']]],
    [{ description: 'a' }, { description: 'b' }, [['description', 'a', 'b']]],
    [{}, { description: 'b', tags: { Owner: 'b' } }, []],
    [{ tags_all: {} }, { tags: { Owner: 'b' } }, [['tags.Owner', null, 'b']]],
    [{ tags_all: { Owner: 'a' } }, {}, [['tags.Owner', 'a', null]]],
    [{ tags: { Owner: 'a' } }, { tags: { Owner: 'b' } }, [['tags.Owner', 'a', 'b']]],
  ])('that the state has as %j and the certificate as %j', async (attributes, settings, differences) => {
    const id = await generate(settings);

    expect(differencesOf(await world.check([prodWith(id), certificateOf(id, attributes)]), type)).toEqual(differences);
  });
});

describe('a client certificate that is gone', () => {
  it('is deleted', async () => {
    const id = await generate();
    await apiGateway.send(new DeleteClientCertificateCommand({ clientCertificateId: id }));
    const report = await world.check([prodWith(id), certificateOf(id)]);

    expect(ofType(report, type)).toMatchObject([
      {
        status: 'DELETED',
        reason: 'API Gateway does not have it any more: Invalid Client Certificate identifier specified',
      },
    ]);
  });
});

describe('a client certificate that cannot be read', () => {
  it.each([denied, { kind: 'garbage', body: '{"tags":7}', contentType: 'application/json' } as const])(
    'is not checked, while the stage is: $kind',
    async (fault) => {
      const id = await generate();
      world.aws.apiGateway.setFault({ operation: 'GetClientCertificate' }, fault);
      const report = await world.check([prodWith(id), certificateOf(id, { tags_all: {} })]);

      expect(statuses(report)).toMatchObject({ 'aws_api_gateway_stage.prod': 'IN_SYNC', [address]: 'NOT_CHECKED' });
    },
  );
});
