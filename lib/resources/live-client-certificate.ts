/** A client certificate, from GetClientCertificate. */
export interface LiveClientCertificate {
  readonly description: string;
  readonly tags: ReadonlyMap<string, string>;
}
