/** Members of an access log as many teams write it: 3 KB of JSON that API Gateway fills in. */
const members = {
  requestId: '$context.requestId',
  extendedRequestId: '$context.extendedRequestId',
  apiId: '$context.apiId',
  stage: '$context.stage',
  domainName: '$context.domainName',
  requestTime: '$context.requestTime',
  requestTimeEpoch: '$context.requestTimeEpoch',
  httpMethod: '$context.httpMethod',
  path: '$context.path',
  resourcePath: '$context.resourcePath',
  protocol: '$context.protocol',
  status: '$context.status',
  responseLength: '$context.responseLength',
  responseLatency: '$context.responseLatency',
  integrationLatency: '$context.integrationLatency',
  integrationStatus: '$context.integration.status',
  integrationRequestId: '$context.integration.requestId',
  integrationError: '$context.integrationErrorMessage',
  errorMessage: '$context.error.message',
  errorType: '$context.error.responseType',
  sourceIp: '$context.identity.sourceIp',
  userAgent: '$context.identity.userAgent',
  caller: '$context.identity.caller',
  user: '$context.identity.user',
  principal: '$context.authorizer.principalId',
  authorizerLatency: '$context.authorizer.integrationLatency',
  wafStatus: '$context.waf.status',
  wafLatency: '$context.waf.latency',
  traceId: '$context.xrayTraceId',
};

/** @param changed members that are added, replaced, or left out where they are undefined */
export function accessLogFormat(changed: Readonly<Record<string, string | undefined>> = {}): string {
  return JSON.stringify({ ...members, ...changed });
}
