/** What a record says of the program that made a call. Each is the caller's own word, or `''`. */
export interface ToolMarks {
  readonly userAgent: string;
  readonly sourceAddress: string;
  /** The service that made the call for somebody. */
  readonly invokedBy: string;
  /** Whether the credentials come from a session of the console. */
  readonly fromConsole: boolean;
}

/**
 * Programs by what their user agent has. OpenTofu runs the same provider, which says Terraform in either case, and tells
 * itself apart only where it calls AWS itself.
 * Source: user agents in CloudTrail records of public code, and in CloudTrail's documentation.
 */
const programs: readonly (readonly [RegExp, string])[] = [
  [/\bOpenTofu\//i, 'OpenTofu'],
  [/\bTerraform\/|\bterraform-provider-aws\//, 'Terraform'],
  [/\bPulumi/, 'Pulumi'],
  [/^\[?aws-cli\//i, 'AWS CLI'],
];

const console_ = /^Mozilla\/|\bAWSConsole|\bS3Console\/|^(signin|console)\.amazonaws\.com$/;

const kits: readonly (readonly [RegExp, string])[] = [
  [/\baws-sdk-(js|nodejs)\b/i, 'AWS SDK for JavaScript'],
  [/\b(Boto3|Botocore|aws-sdk-python)\//i, 'AWS SDK for Python'],
  [/\baws-sdk-go(-v2)?\//i, 'AWS SDK for Go'],
  [/\baws-sdk-java\//i, 'AWS SDK for Java'],
  [/\baws-sdk-kotlin\//i, 'AWS SDK for Kotlin'],
  [/\baws-sdk-ruby\d?\//i, 'AWS SDK for Ruby'],
  [/\baws-sdk-php\d?\//i, 'AWS SDK for PHP'],
  [/\baws-sdk-(dotnet|net)\b/i, 'AWS SDK for .NET'],
  [/\baws-sdk-rust\//i, 'AWS SDK for Rust'],
  [/\baws-sdk-cpp\//i, 'AWS SDK for C++'],
  [/\baws-sdk-swift\//i, 'AWS SDK for Swift'],
];

const services = new Map([['cloudformation.amazonaws.com', 'CloudFormation']]);

/** @returns in one word or two what a call was made with; for display, since a user agent can say anything */
export function toolOf({ userAgent, sourceAddress, invokedBy, fromConsole }: ToolMarks): string {
  const service = [invokedBy, sourceAddress, userAgent].find((mark) => serviceForm.test(mark) && !console_.test(mark));
  if (service !== undefined) return services.get(service) ?? service;
  const program = nameIn(programs, userAgent);
  if (program !== null) return program;
  // The console calls by an SDK of its own; the CLI of CloudShell has credentials of the console and is none.
  if (fromConsole || console_.test(userAgent)) return 'console';
  return nameIn(kits, userAgent) ?? 'unknown';
}

/** @returns whether the tool keeps a state of what it does, as Terraform does */
export function isTerraform(tool: string): boolean {
  return tool === 'Terraform' || tool === 'OpenTofu';
}

const serviceForm = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/;

function nameIn(table: readonly (readonly [RegExp, string])[], userAgent: string): string | null {
  return table.find(([form]) => form.test(userAgent))?.[1] ?? null;
}
