import type { IncomingHttpHeaders } from 'node:http';

/** An error as S3 answers it. */
export class S3Error extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }

  get body(): string {
    return `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${this.code}</Code><Message>${this.message}</Message></Error>`;
  }
}

/** Whether a write hangs upon what is there already. */
export function isConditional(headers: IncomingHttpHeaders): boolean {
  return headers['if-match'] !== undefined || headers['if-none-match'] !== undefined;
}

/**
 * Keeps the rules that S3 has for conditional writes.
 * @param current ETag of the object, undefined where there is none
 * @throws S3Error where the write must not be
 */
export function keepConditions(headers: IncomingHttpHeaders, current: string | undefined): void {
  const { 'if-match': wanted, 'if-none-match': unwanted } = headers;
  if (unwanted !== undefined && unwanted !== '*') {
    throw new S3Error(501, 'NotImplemented', 'A header you provided implies functionality that is not implemented');
  }
  if (wanted !== undefined && current === undefined) {
    throw new S3Error(404, 'NoSuchKey', 'The specified key does not exist.');
  }
  const isThere = unwanted !== undefined && current !== undefined;
  const isAnother = wanted !== undefined && current !== undefined && bare(wanted) !== bare(current);
  if (isThere || isAnother) {
    const message = 'At least one of the pre-conditions you specified did not hold';
    throw new S3Error(412, 'PreconditionFailed', message);
  }
}

/** An ETag may be given with its quotes or without. */
function bare(etag: string): string {
  return etag.replaceAll('"', '');
}
