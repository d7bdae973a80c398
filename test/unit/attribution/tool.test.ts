import { describe, expect, it } from '@jest/globals';
import { toolOf } from '../../../lib/attribution/tool.ts';

const none = { userAgent: '', sourceAddress: '', invokedBy: '', fromConsole: false };

describe('the user agent says what a call was made with', () => {
  it.each<[string, string]>([
    ['APN/1.0 HashiCorp/1.0 Terraform/1.3.7 (+https://www.terraform.io/) terraform-provider-aws/5.57.0', 'Terraform'],
    ['APN/1.0 HashiCorp/1.0 terraform-provider-aws/5.57.0 aws-sdk-go-v2/1.30.1', 'Terraform'],
    ['APN/1.0 OpenTofu/1.10.6 aws-sdk-go-v2/1.39.5', 'OpenTofu'],
    ['APN/1.0 Pulumi/1.0 PulumiAWS/6.0 aws-sdk-go-v2/1.30.1', 'Pulumi'],
    ['aws-cli/1.16.96 Python/3.6.0 Windows/10 botocore/1.12.86', 'AWS CLI'],
    ['[aws-cli/2.15.30 Python/3.11.8 Linux/5.10 exe/x86_64]', 'AWS CLI'],
    ['aws-sdk-js/3.901.0 ua/2.1 os/linux lang/js md/nodejs#24.9.0', 'AWS SDK for JavaScript'],
    ['aws-sdk-nodejs/2.1450.0 linux/v16 exec-env/AWS_Lambda', 'AWS SDK for JavaScript'],
    ['Boto3/1.34.0 md/Botocore#1.34.0', 'AWS SDK for Python'],
    ['aws-sdk-go/1.44.0 (go1.20; linux; amd64)', 'AWS SDK for Go'],
    ['aws-sdk-go-v2/1.30.1 os/linux', 'AWS SDK for Go'],
    ['aws-sdk-java/2.20.0 Linux/5.10', 'AWS SDK for Java'],
    ['aws-sdk-kotlin/1.0.0', 'AWS SDK for Kotlin'],
    ['aws-sdk-ruby3/3.190.0', 'AWS SDK for Ruby'],
    ['aws-sdk-php/3.300.0', 'AWS SDK for PHP'],
    ['aws-sdk-dotnet-coreclr/3.7', 'AWS SDK for .NET'],
    ['aws-sdk-rust/1.0.0', 'AWS SDK for Rust'],
    ['aws-sdk-cpp/1.11', 'AWS SDK for C++'],
    ['aws-sdk-swift/1.0', 'AWS SDK for Swift'],
    ['Mozilla/5.0 (X11; Linux x86_64)', 'console'],
    ['signin.amazonaws.com', 'console'],
    ['console.amazonaws.com', 'console'],
    ['AWSConsole, aws-internal/3 aws-sdk-java/1.11', 'console'],
    ['cloudformation.amazonaws.com', 'CloudFormation'],
    ['config.amazonaws.com', 'config.amazonaws.com'],
    ['curl/8.5.0', 'unknown'],
    ['AWS Internal', 'unknown'],
    ['', 'unknown'],
  ])('%s', (userAgent, tool) => {
    expect(toolOf({ ...none, userAgent })).toBe(tool);
  });

  it('or by the session of the console that its credentials come from', () => {
    expect(toolOf({ ...none, userAgent: 'AWS Internal', fromConsole: true })).toBe('console');
    expect(toolOf({ ...none, userAgent: '[S3Console/0.4, aws-sdk-java/1.12.488]', fromConsole: true })).toBe('console');
  });

  it('which the CLI of a shell in the console has too', () => {
    expect(toolOf({ ...none, userAgent: 'aws-cli/2.31.9 exec-env/CloudShell', fromConsole: true })).toBe('AWS CLI');
  });

  it('or by the service that made it for somebody', () => {
    const userAgent = 'APN/1.0 HashiCorp/1.0 Terraform/1.3.7';

    expect(toolOf({ ...none, userAgent, invokedBy: 'cloudformation.amazonaws.com' })).toBe('CloudFormation');
    expect(toolOf({ ...none, userAgent: 'AWS Internal', sourceAddress: 'cloudformation.amazonaws.com' })).toBe(
      'CloudFormation',
    );
    expect(toolOf({ ...none, sourceAddress: 'servicecatalog.amazonaws.com' })).toBe('servicecatalog.amazonaws.com');
  });
});
