import * as apiGateway from '@aws-sdk/client-api-gateway';
import * as v from 'valibot';

/** What a request to API Gateway asks for: the operation and its parameters out of path and query. */
export interface RequestedOperation {
  readonly name: string;
  readonly parameters: Readonly<Record<string, string | readonly string[]>>;
}

interface Route {
  readonly name: string;
  readonly method: string;
  readonly path: RegExp;
  /** What has to stand in the query, as `mode=import` does. */
  readonly query: readonly [string, string][];
}

/** An operation as the AWS SDK describes it. */
const operationSchema = v.looseTuple([
  v.literal(9),
  v.string(),
  v.string(),
  v.looseObject({ http: v.tuple([v.string(), v.string(), v.number()]) }),
]);

/** Those that ask for something in the query come first: the same path without it is another operation. */
const routes: readonly Route[] = Object.values(apiGateway)
  .flatMap((exported) => {
    const parsed = v.safeParse(operationSchema, exported);
    return parsed.success ? [routeOf(parsed.output)] : [];
  })
  .toSorted((one, other) => other.query.length - one.query.length);

/** @returns the operation that a request is for, undefined where API Gateway has none there */
export function requestedOperation(method: string, url: string): RequestedOperation | undefined {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  for (const route of routes) {
    if (route.method !== method || route.query.some(([name, value]) => searchParams.get(name) !== value)) continue;
    const labels = route.path.exec(pathname)?.groups;
    if (labels !== undefined) return { name: route.name, parameters: { ...decoded(labels), ...lists(searchParams) } };
  }
  return undefined;
}

function routeOf([, , name, { http }]: v.InferOutput<typeof operationSchema>): Route {
  const [method, uri] = http;
  const [path = '', query = ''] = uri.split('?');
  const pattern = path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)');
  return { name, method, path: new RegExp(`^${pattern}/?$`), query: [...new URLSearchParams(query)] };
}

function decoded(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, decodeURIComponent(value)]));
}

function lists(query: URLSearchParams): Record<string, readonly string[]> {
  return query.has('tagKeys') ? { tagKeys: query.getAll('tagKeys') } : {};
}
