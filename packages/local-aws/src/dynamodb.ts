import * as v from 'valibot';
import { ApiGatewayError } from './api-gateway-error.ts';
import { type Call, callOf } from './calls.ts';
import { credentialScope } from './credential-scope.ts';
import { answerFault, type Fault, Faults } from './faults.ts';
import { newHttpServer } from './http-server.ts';

/** DynamoDB over HTTP, as far as single items of tables with a text for their key go, with the controls that a test holds. */
export interface LocalDynamoDb {
  readonly url: string;
  /** Every request in order, failed ones too. */
  readonly calls: readonly Call[];
  /** Makes an empty table. @param arn of the table; @param key name of its partition key */
  createTable(arn: string, key: string): void;
  /** Makes calls fail; an empty target strikes every one. */
  setFault(target: { readonly operation?: string }, fault: Fault): void;
  /** Forgets all tables, calls and faults. */
  reset(): void;
  stop(): Promise<void>;
}

type Item = v.InferOutput<typeof itemForm>;

interface Table {
  readonly key: string;
  readonly items: Map<string, Item>;
}

/** Attributes with their types, such as `{ LockID: { S: 'bucket/key' } }`. */
const itemForm = v.record(v.string(), v.record(v.string(), v.unknown()));
/** A name, or an ARN. */
const tableForm = { TableName: v.string() };
/** Names with commas between them: paths and placeholders are not known here. */
const projectionForm = v.pipe(
  v.string(),
  v.regex(/^\w+(, *\w+)*$/),
  v.transform((text) => text.split(/, */)),
);
const inputs = {
  GetItem: v.strictObject({
    ...tableForm,
    Key: itemForm,
    ConsistentRead: v.optional(v.boolean()),
    ProjectionExpression: v.optional(projectionForm),
  }),
  PutItem: v.strictObject({ ...tableForm, Item: itemForm }),
  DeleteItem: v.strictObject({ ...tableForm, Key: itemForm }),
};

/** Starts DynamoDB on the loopback address. @param port 0 for a free one */
export async function startDynamoDb(port = 0): Promise<LocalDynamoDb> {
  const tables = new Map<string, Table>();
  const calls: Call[] = [];
  const faults = new Faults();
  const server = newHttpServer();

  function tableOf(name: string, { account, region }: { account: string; region: string }): Table {
    const arn = name.startsWith('arn:') ? name : `arn:aws:dynamodb:${region}:${account}:table/${name}`;
    const table = arn.split(':')[3] === region ? tables.get(arn) : undefined;
    if (table === undefined) {
      throw new ApiGatewayError(400, 'ResourceNotFoundException', 'Requested resource not found');
    }
    return table;
  }

  const operations = {
    GetItem(input: unknown, caller: Call) {
      const { TableName, Key, ProjectionExpression } = v.parse(inputs.GetItem, input);
      const { key, items } = tableOf(TableName, caller);
      const item = items.get(keyIn(Key, key));
      return item === undefined ? {} : { Item: projected(item, ProjectionExpression) };
    },
    PutItem(input: unknown, caller: Call) {
      const { TableName, Item } = v.parse(inputs.PutItem, input);
      const { key, items } = tableOf(TableName, caller);
      items.set(keyIn(Item, key), Item);
      return {};
    },
    DeleteItem(input: unknown, caller: Call) {
      const { TableName, Key } = v.parse(inputs.DeleteItem, input);
      const { key, items } = tableOf(TableName, caller);
      items.delete(keyIn(Key, key));
      return {};
    },
  };

  server.post('/', async ({ headers, body }, reply) => {
    const caller = credentialScope(headers.authorization);
    if (caller === undefined) throw new ApiGatewayError(400, 'MissingAuthenticationTokenException', 'Not signed');
    const name = String(headers['x-amz-target']).replace('DynamoDB_20120810.', '');
    const call = callOf(name, caller, {});
    calls.push(call);
    const fault = faults.strike(call);
    if (fault !== undefined) return answerFault(fault, reply);
    const run = new Map(Object.entries(operations)).get(name);
    if (run === undefined) throw new ApiGatewayError(400, 'UnknownOperationException', `No operation ${name}`);
    return reply.type('application/x-amz-json-1.0').send(JSON.stringify(run(body, call)));
  });

  return {
    url: await server.listen({ host: '127.0.0.1', port }),
    calls,
    createTable: (arn, key) => {
      tables.set(arn, { key, items: new Map() });
    },
    setFault: (target, fault) => faults.set(target, fault),
    reset: () => {
      tables.clear();
      calls.length = 0;
      faults.clear();
    },
    stop: () => server.close(),
  };
}

function keyIn(item: Item, key: string): string {
  const text = item[key]?.S;
  if (typeof text === 'string') return text;
  throw new ApiGatewayError(400, 'ValidationException', 'The provided key element does not match the schema');
}

function projected(item: Item, names: readonly string[] | undefined): Item {
  return names === undefined ? item : Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name)));
}
