/** One account's API Gateway in one region: what a request sees, and nothing else. */
export interface AccountRegion {
  readonly account: string;
  readonly region: string;
}

/** Who signed a request, for which region. */
export interface CredentialScope extends AccountRegion {
  readonly accessKeyId: string;
}

export const defaultAccount = '123456789012';
export const defaultRegion = 'eu-west-1';

const scope = /Credential=([^/,\s]+)\/\d+\/([^/]+)\/[^/]+\/aws4_request/;
const accountOfKey = /^ASIA(\d{12})/;

/**
 * @param authorization the Authorization header of a request signed with Signature Version 4
 * @returns the account that the access key belongs to and the region signed for; undefined when nothing is signed
 */
export function credentialScope(authorization: string | undefined): CredentialScope | undefined {
  const [, accessKeyId, region] = scope.exec(authorization ?? '') ?? [];
  if (accessKeyId === undefined || region === undefined) return undefined;
  return { accessKeyId, region, account: accountOfKey.exec(accessKeyId)?.[1] ?? defaultAccount };
}
