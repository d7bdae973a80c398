import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { APIGatewayClient, CreateRestApiCommand } from '@aws-sdk/client-api-gateway';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { user } from '@stagedrift/local-aws/trail-caller';
import { type Terraform, terraformIn } from '../conformance/terraform.ts';
import { createEventWorld, type EventWorld } from '../integration/event-world.ts';
import { notifiedChanges } from '../integration/notified-changes.ts';
import { startMotoServer } from '../moto-server.ts';
import { type LockPlace, type Surroundings, writeRelease } from './configuration.ts';
import { lastChangeByTerraform, setTracing, stageThatIsDone } from './manual-change.ts';

/** What came of an apply that changes all stages while somebody changes one by hand. */
export interface RaceOutcome {
  /** What was notified until both were over, a line each. */
  readonly notified: readonly string[];
  /** The stage that was changed by hand. */
  readonly changedByHand: string;
  /** How many checks there were while the apply was under way. */
  readonly checksMeanwhile: number;
  /** Whether the last change of a stage by the apply was checked before the apply was over, and the state written. */
  readonly isLastChangeChecked: boolean;
  /** What the function logged from beginning to end. */
  readonly log: string;
  readonly seconds: { readonly apply: number; readonly all: number };
}

/** Terraform, the function and a person, at work on the same stages. */
export interface Race {
  run(release: string): Promise<RaceOutcome>;
  stop(): Promise<void>;
}

const bucket = 'acme-terraform-states';
const key = 'env:/prod/race/terraform.tfstate';
/** Terraform writes its state every 20 seconds at most, and then only with a resource that is done. */
const slowSeconds = 60;
const lockTable = 'acme-terraform-locks';
const quick = ['-no-color', '-input=false', '-parallelism=4'];

/** @param mirror where Terraform installs its provider from */
export async function startRace(mirror: string, lock: LockPlace): Promise<Race> {
  const moto = await startMotoServer();
  const folder = await mkdtemp(join(tmpdir(), 'stagedrift-race-'));
  const events = await createEventWorld(
    {
      API_REQUESTS_PER_SECOND: '1000',
      ...(lock === 'DYNAMODB' ? { LOCK_TABLE: lockTable, AWS_ENDPOINT_URL_DYNAMODB: moto.url } : {}),
    },
    { behind: { apiGateway: moto.url, s3: moto.url }, delaySeconds: 1 },
  );
  const stop = async () => {
    await events.stop();
    await moto.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const racers = await makeLive(events, folder, mirror, lock);
    return { run: (release) => runRace(release, racers), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Applies the first release, and has all of it checked once. */
async function makeLive(events: EventWorld, folder: string, mirror: string, lock: LockPlace): Promise<Racers> {
  const { trail } = events;
  const client = (accessKeyId: string) =>
    new APIGatewayClient({
      region: 'eu-west-1',
      endpoint: trail.url,
      credentials: { accessKeyId, secretAccessKey: 'local' },
    });
  trail.identify('terraform', user('123456789012', 'pipeline', '198.51.100.80'));
  trail.identify('carol', user('123456789012', 'carol', '203.0.113.9'));
  const { id: restApiId = '' } = await client('terraform').send(new CreateRestApiCommand({ name: 'race' }));
  if (lock === 'DYNAMODB') await createLockTable(trail.url);
  const surroundings = { endpoint: trail.url, bucket, key, lock, lockTable, restApiId };
  const terraform = await terraformIn(folder, mirror);
  await writeRelease(folder, 'first', 0, surroundings);
  await terraform.run('init', '-no-color');
  await terraform.run('apply', '-auto-approve', ...quick);
  await events.drain();
  await events.checkEverything();
  await notified(events);
  return { events, terraform, folder, surroundings, carol: client('carol') };
}

interface Racers {
  readonly events: EventWorld;
  readonly terraform: Terraform;
  readonly folder: string;
  readonly surroundings: Surroundings;
  readonly carol: APIGatewayClient;
}

async function runRace(
  release: string,
  { events, terraform, folder, surroundings, carol }: Racers,
): Promise<RaceOutcome> {
  const { trail, mapping } = events;
  const started = performance.now();
  const [eventsBefore, checksBefore] = [trail.events.length, mapping.deliveries.length];
  let changedByHand = '';
  trail.duringCall('UpdateStage', 6, async () => {
    // What the apply did so far has been checked before somebody else acts, and that too before it goes on.
    changedByHand = stageThatIsDone(trail, eventsBefore);
    await events.delivered(`"stageName":"${changedByHand}"`, checksBefore);
    await setTracing(carol, surroundings.restApiId, changedByHand, true);
    await events.delivered('/tracingEnabled', checksBefore);
  });
  const end = new AbortController();
  const delivering = mapping.deliverUntil(end.signal);
  await writeRelease(folder, release, slowSeconds, surroundings);
  const applying = performance.now();
  await terraform.run('apply', '-auto-approve', ...quick);
  const apply = secondsSince(applying);
  const checks = mapping.deliveries.slice(checksBefore);
  const lastChange = lastChangeByTerraform(trail, eventsBefore);
  end.abort();
  await delivering;
  await events.drain();
  const news = await notified(events);
  await setTracing(carol, surroundings.restApiId, changedByHand, false);
  await events.drain();
  return {
    notified: [...news, ...(await notified(events))],
    changedByHand,
    checksMeanwhile: checks.length,
    isLastChangeChecked: checks.some(({ bodies }) => bodies.some((body) => body.includes(lastChange))),
    log: mapping.deliveries
      .slice(checksBefore)
      .map(({ invocation }) => invocation.output)
      .join(''),
    seconds: { apply, all: secondsSince(started) },
  };
}

async function createLockTable(endpoint: string): Promise<void> {
  const credentials = { accessKeyId: 'terraform', secretAccessKey: 'local' };
  await new DynamoDBClient({ region: 'eu-west-1', endpoint, credentials }).send(
    new CreateTableCommand({
      TableName: lockTable,
      AttributeDefinitions: [{ AttributeName: 'LockID', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'LockID', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
}

async function notified({ world }: EventWorld): Promise<readonly string[]> {
  return (await world.subscriber.receive()).flatMap(notifiedChanges);
}

function secondsSince(start: number): number {
  return (performance.now() - start) / 1000;
}
