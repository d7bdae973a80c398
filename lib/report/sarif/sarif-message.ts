/**
 * A message in plain text (SARIF 2.1.0, 3.11). In one, `{0}` is a placeholder and `[x](y)` a link: data of others must
 * be neither. Braces are doubled, as the standard wants it; of links it knows no escape, so the form is broken.
 * @param text visible, without line breaks
 */
export function sarifMessage(text: string): { readonly text: string } {
  return { text: text.replace(/[{}]/g, '$&$&').replaceAll('](', ']\\(') };
}

/** The URI of a state: an object in S3, or a file of the machine, relative or not (RFC 3986). */
export function sarifUri(state: string): string {
  const uri = encodeURI(state.toWellFormed()).replace(/[?#]/g, encodeURIComponent);
  // The key of an object may hold all that looks like a scheme; of a path, only an `s3:` is one.
  return state.startsWith('s3://') || !/^[^/]*:/.test(uri) ? uri : `./${uri}`;
}
