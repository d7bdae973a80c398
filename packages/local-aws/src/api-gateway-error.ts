/** An error as API Gateway answers it: a status, a name in the header x-amzn-errortype, and a JSON body. */
export class ApiGatewayError extends Error {
  readonly status: number;
  readonly code: string;
  readonly body: unknown;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    status: number,
    code: string,
    message: string,
    more: { body?: unknown; retryAfterSeconds?: number } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.body = 'body' in more ? more.body : { message };
    this.retryAfterSeconds = more.retryAfterSeconds;
  }
}

export function badRequest(message: string): ApiGatewayError {
  return new ApiGatewayError(400, 'BadRequestException', message);
}

export function notFound(message: string): ApiGatewayError {
  return new ApiGatewayError(404, 'NotFoundException', message);
}

export function conflict(message: string): ApiGatewayError {
  return new ApiGatewayError(409, 'ConflictException', message);
}

export function tooManyRequests(): ApiGatewayError {
  return new ApiGatewayError(429, 'TooManyRequestsException', 'Too Many Requests');
}

export function missingAuthenticationToken(): ApiGatewayError {
  return new ApiGatewayError(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token');
}
