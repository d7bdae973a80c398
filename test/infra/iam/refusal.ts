import type { IncomingHttpHeaders } from 'node:http';
import type { Scope } from './aws-request.ts';
import type { Asked } from './policy.ts';

/** An answer of a service. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** @returns how the service says that something is not allowed */
export function refusal({ service }: Scope, { action, resource }: Asked): Answer {
  const message = `User is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`;
  switch (service) {
    case 's3':
      return xml(`<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>`);
    case 'sns':
      return xml(
        `<ErrorResponse><Error><Type>Sender</Type><Code>AuthorizationError</Code><Message>${message}</Message></Error></ErrorResponse>`,
      );
    case 'sts':
      return xml(
        `<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>${message}</Message></Error></ErrorResponse>`,
      );
    case 'apigateway':
      return json(403, 'AccessDeniedException', { Message: message });
    default:
      return json(400, 'AccessDeniedException', { __type: 'AccessDeniedException', message });
  }
}

function xml(body: string): Answer {
  return { status: 403, headers: { 'content-type': 'text/xml' }, body: Buffer.from(body) };
}

function json(status: number, type: string, body: object): Answer {
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': type };
  return { status, headers, body: Buffer.from(JSON.stringify(body)) };
}
