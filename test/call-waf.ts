/** The WAFv2 that an SDK would find by the environment. */
function wafOfEnvironment() {
  const { AWS_ENDPOINT_URL_WAFV2, AWS_ENDPOINT_URL = '', AWS_REGION = '' } = process.env;
  return { url: AWS_ENDPOINT_URL_WAFV2 ?? AWS_ENDPOINT_URL, region: AWS_REGION };
}

/**
 * Calls WAFv2 as the SDK would that these tests do without.
 * @returns the answer; throws where it is an error
 */
export async function callWaf(operation: string, input: object, waf = wafOfEnvironment()): Promise<unknown> {
  const response = await fetch(waf.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSWAF_20190729.${operation}`,
      // An emulator reads from the signature who asks and where, and does not verify it.
      authorization: `AWS4-HMAC-SHA256 Credential=local/20260101/${waf.region}/wafv2/aws4_request, SignedHeaders=host, Signature=none`,
    },
    body: JSON.stringify(input),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`WAFv2 answered ${response.status}: ${text}`);
  return text === '' ? {} : JSON.parse(text);
}
