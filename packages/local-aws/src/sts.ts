import { randomInt, randomUUID } from 'node:crypto';
import type { CredentialScope } from './credential-scope.ts';

/** A role that may be assumed; with an external id only by who knows it. */
export interface AllowedRole {
  readonly roleArn: string;
  readonly externalId?: string;
}

/** An answer of STS: always XML. */
export interface StsAnswer {
  readonly status: number;
  readonly body: string;
}

const namespace = 'https://sts.amazonaws.com/doc/2011-06-15/';
const sessionSeconds = 3600;
const roleArnForm = /^arn:aws:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/;

/** Just enough of STS for an SDK to learn which identity it has and to take on a role in another account. */
export class Sts {
  readonly #allowed = new Map<string, AllowedRole>();
  /** The ARN of each session, by its access key id. */
  readonly #sessions = new Map<string, string>();

  allowRole(role: AllowedRole): void {
    this.#allowed.set(role.roleArn, role);
  }

  reset(): void {
    this.#allowed.clear();
    this.#sessions.clear();
  }

  /** @param form the form that an SDK posts, `Action` and its parameters */
  answer(form: URLSearchParams, caller: CredentialScope): StsAnswer {
    switch (form.get('Action')) {
      case 'GetCallerIdentity':
        return this.#getCallerIdentity(caller);
      case 'AssumeRole':
        return this.#assumeRole(form, caller);
      default:
        return error(400, 'InvalidAction', `Could not find operation ${form.get('Action')}`);
    }
  }

  #arnOf({ account, accessKeyId }: CredentialScope): string {
    return this.#sessions.get(accessKeyId) ?? `arn:aws:iam::${account}:user/local`;
  }

  #getCallerIdentity(caller: CredentialScope): StsAnswer {
    const identity = { Arn: this.#arnOf(caller), UserId: caller.accessKeyId, Account: caller.account };
    return success('GetCallerIdentity', elements(identity));
  }

  #assumeRole(form: URLSearchParams, caller: CredentialScope): StsAnswer {
    const roleArn = form.get('RoleArn') ?? '';
    const session = form.get('RoleSessionName') ?? '';
    const role = this.#allowed.get(roleArn);
    const [, account, name] = roleArnForm.exec(roleArn) ?? [];
    const knowsExternalId = role?.externalId === undefined || role.externalId === form.get('ExternalId');
    if (role === undefined || account === undefined || !knowsExternalId) {
      const denied = `User: ${this.#arnOf(caller)} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`;
      return error(403, 'AccessDenied', denied);
    }
    const accessKeyId = `ASIA${account}${randomInt(1000, 10_000)}`;
    const arn = `arn:aws:sts::${account}:assumed-role/${name}/${session}`;
    this.#sessions.set(accessKeyId, arn);
    const credentials = {
      AccessKeyId: accessKeyId,
      SecretAccessKey: 'local-secret',
      SessionToken: 'local-session',
      Expiration: new Date(Date.now() + sessionSeconds * 1000).toISOString(),
    };
    const user = { AssumedRoleId: `${accessKeyId}:${session}`, Arn: arn };
    return success(
      'AssumeRole',
      `<Credentials>${elements(credentials)}</Credentials><AssumedRoleUser>${elements(user)}</AssumedRoleUser>`,
    );
  }
}

function success(action: string, result: string): StsAnswer {
  const metadata = `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata>`;
  const body = `<${action}Response xmlns="${namespace}"><${action}Result>${result}</${action}Result>${metadata}</${action}Response>`;
  return { status: 200, body };
}

function error(status: number, code: string, message: string): StsAnswer {
  const details = elements({ Type: 'Sender', Code: code, Message: message });
  const body = `<ErrorResponse xmlns="${namespace}"><Error>${details}</Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`;
  return { status, body };
}

function elements(values: Record<string, string>): string {
  return Object.entries(values)
    .map(([name, value]) => `<${name}>${escapeText(value)}</${name}>`)
    .join('');
}

function escapeText(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
