import { Readable } from 'node:stream';
import * as v from 'valibot';
import { type SentCommand, sdkError } from './aws-sdk.ts';
import type { LockPlace } from './plan.ts';
import { answerOf } from './stages.ts';
import type { World } from './world.ts';

export interface StoredObject {
  readonly text: string;
  readonly etag: string;
  readonly writtenAt: number;
}

/** What the function does to the world, for those who watch it. */
export interface Effects {
  published(message: string): void;
  /** Before an object is written. @param isConditional whether only upon the version that was read */
  written(place: string, text: string, isConditional: boolean): void;
  /** @param delayS `null` for the queue's own delay */
  sent(body: string, delayS: number | null): void;
}

/** S3, DynamoDB, API Gateway, Parameter Store, SNS and SQS in memory, as far as the function uses them. Each call happens at once and as a whole. */
export class SimulatedAws {
  /** By `bucket/key`. */
  readonly objects = new Map<string, StoredObject>();
  /** Items of the table of locks, by `bucket/key` of the state. */
  readonly items = new Map<string, string>();
  readonly #world: World;
  readonly #now: () => number;
  readonly #name: string;
  #versions = 0;

  /** @param name makes the versions of objects unlike those of any other simulation */
  constructor(name: string, world: World, now: () => number) {
    this.#name = name;
    this.#world = world;
    this.#now = now;
  }

  put(place: string, text: string): void {
    this.#versions += 1;
    this.objects.set(place, { text, etag: `"${this.#name}-${this.#versions}"`, writtenAt: this.#now() });
  }

  /** @throws an error as the SDK has it */
  execute({ name, input }: SentCommand, effects: Effects): unknown {
    switch (name) {
      case 'GetObjectCommand':
        return this.#get(placeOf(input), input.IfNoneMatch);
      case 'HeadObjectCommand':
        return this.#head(placeOf(input));
      case 'PutObjectCommand':
        return this.#write(placeOf(input), input, effects);
      case 'ListObjectsV2Command':
        return this.#list(String(input.Bucket), String(input.Prefix ?? ''));
      case 'GetStageCommand':
        return this.#stage(`${input.restApiId}/${input.stageName}`);
      case 'GetStagesCommand':
        return this.#stages(String(input.restApiId));
      case 'GetItemCommand':
        return this.#item(input.Key);
      case 'GetParameterCommand':
        return this.#hashKey();
      case 'PublishCommand':
        effects.published(String(input.Message));
        return { MessageId: String(this.#versions) };
      case 'SendMessageCommand':
        effects.sent(String(input.MessageBody), typeof input.DelaySeconds === 'number' ? input.DelaySeconds : null);
        return {};
      default:
        throw new Error(`The simulation knows no ${name}`);
    }
  }

  #get(place: string, unlessEtag: unknown) {
    if (place.endsWith('.tflock')) this.#requireReadable('FILE');
    const object = this.objects.get(place);
    if (object === undefined) throw sdkError('NoSuchKey', 404);
    if (object.etag === unlessEtag) throw sdkError('NotModified', 304);
    const body = Buffer.from(object.text);
    return {
      ...versionOf(object),
      ContentLength: body.length,
      Body: Object.assign(Readable.from([body]), { transformToString: async () => object.text }),
    };
  }

  #item(key: unknown) {
    this.#requireReadable('TABLE');
    const { LockID } = v.parse(lockKeyForm, key);
    const info = this.items.get(LockID.S);
    return info === undefined ? {} : { Item: { Info: { S: info } } };
  }

  /** The function may have no permission for a while. */
  #requireReadable(place: LockPlace): void {
    if (this.#world.isUnreadable(place, this.#now())) throw sdkError('AccessDenied', 403);
  }

  #head(place: string) {
    const object = this.objects.get(place);
    if (object === undefined) throw sdkError('NotFound', 404);
    return versionOf(object);
  }

  #write(place: string, { Body, IfMatch, IfNoneMatch }: SentCommand['input'], effects: Effects) {
    const etag = this.objects.get(place)?.etag ?? null;
    const text = String(Body);
    if (IfMatch !== undefined && etag === null) throw sdkError('NoSuchKey', 404);
    if ((IfMatch !== undefined && IfMatch !== etag) || (IfNoneMatch !== undefined && etag !== null)) {
      throw sdkError('PreconditionFailed', 412);
    }
    effects.written(place, text, IfMatch !== undefined || IfNoneMatch !== undefined);
    this.put(place, text);
    return {};
  }

  #list(bucket: string, prefix: string) {
    const start = `${bucket}/${prefix}`;
    const keys = [...this.objects.keys()].filter((place) => place.startsWith(start)).toSorted();
    return {
      Contents: keys.map((place) => ({ Key: place.slice(bucket.length + 1), ETag: this.objects.get(place)?.etag })),
    };
  }

  #hashKey() {
    const { key } = this.#world.masking.now;
    if (key === null) throw sdkError('ParameterNotFound', 400);
    return { Parameter: { Value: key } };
  }

  #stage(stage: string) {
    const live = this.#world.live.get(stage)?.now ?? null;
    if (live === null) throw sdkError('NotFoundException', 404);
    const times = this.#world.live.get(stage)?.times(0, this.#now()) ?? [];
    const isNew = (time: number) => (this.#world.live.get(stage)?.at(time - 1) ?? null) === null;
    const changedAt = times.at(-1) ?? 0;
    const createdAt = times.findLast(isNew) ?? 0;
    return answerOf(stage.slice(stage.indexOf('/') + 1), live, { createdAt, changedAt });
  }

  #stages(api: string) {
    const names = [...this.#world.live].filter(
      ([stage, history]) => stage.startsWith(`${api}/`) && history.now !== null,
    );
    return { item: names.map(([stage]) => this.#stage(stage)) };
  }
}

const lockKeyForm = v.object({ LockID: v.object({ S: v.string() }) });

function placeOf({ Bucket, Key }: SentCommand['input']): string {
  return `${Bucket}/${Key}`;
}

/** S3 knows to the second when an object was written. */
function versionOf({ etag, writtenAt }: StoredObject) {
  return { ETag: etag, LastModified: new Date(Math.floor(writtenAt / 1_000) * 1_000) };
}
