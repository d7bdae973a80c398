/** An AWS that answers at one address, asked without an SDK for services that nothing else here needs. */
export interface AwsAddress {
  readonly url: string;
  readonly region: string;
  /** Access key that the answers are for; an emulator reads the account from it, or takes its usual one. */
  readonly accessKey?: string;
}

/** Calls a service that speaks JSON. @returns the answer; throws where it is an error */
export async function callJson(
  address: AwsAddress,
  service: string,
  target: string,
  input: object,
): Promise<Readonly<Record<string, unknown>>> {
  const text = await send(address, service, {
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target },
    body: JSON.stringify(input),
  });
  return text === '' ? {} : JSON.parse(text);
}

async function send(
  { url, region, accessKey = 'local' }: AwsAddress,
  service: string,
  { headers, body }: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
): Promise<string> {
  // An emulator reads from the signature who asks what and where, and does not verify it.
  const scope = `${accessKey}/20260101/${region}/${service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`;
  const response = await fetch(url, { method: 'POST', headers: { ...headers, authorization }, body });
  const text = await response.text();
  if (!response.ok) throw new Error(`${service} answered ${response.status}: ${text}`);
  return text;
}
