// Renders a report with as many findings as are wanted in every form, and says what each took.
import { assessAll, usualPolicy } from '../../lib/findings/assess.ts';
import { firstSight } from '../../lib/ledger/finding-event.ts';
import { createReport, type Results } from '../../lib/report/create-report.ts';
import { renderings } from '../../lib/report/renderings.ts';
import type { Report } from '../../lib/report/report.ts';
import type { CheckedResource } from '../../lib/resources/verdict.ts';

const findings = Number(process.argv[2]);
const state = 's3://acme-tf/orders/terraform.tfstate';

function drifted(index: number): CheckedResource {
  return {
    address: `aws_api_gateway_stage.this[${index}]`,
    type: 'aws_api_gateway_stage',
    state,
    id: {
      family: 'REST',
      accountId: '123456789012',
      region: 'eu-west-1',
      apiId: `api${index >> 2}`,
      stageName: `s${index % 4}`,
    },
    name: '',
    sensitivePaths: [],
    verdict: {
      status: 'MODIFIED',
      differences: [
        { path: ['description'], differenceType: 'NOT_EQUAL', expected: 'as planned', actual: `by hand, ${index}` },
      ],
    },
    stageChangedAt: null,
    notes: [],
    expectedAt: () => null,
    revert: () => null,
    apiPaths: () => ['/description'],
  };
}

const file = { lineage: 'bench', serial: 1, terraformVersion: '1.11.4', instances: [] };
const times: Record<string, number> = {};

async function timed<Result>(name: string, work: () => Result | Promise<Result>): Promise<Result> {
  const start = performance.now();
  const result = await work();
  times[name] = (performance.now() - start) / 1_000;
  return result;
}

function reportOn(resources: readonly CheckedResource[]): Report {
  const detectedAt = new Date('2026-03-01T12:00:00Z');
  const results: Results = {
    ...{ reportId: 'bench', detectedAt, trigger: { kind: 'manual' } as const, warnings: [] },
    states: [{ uri: state, status: 'READ', file, version: null }],
    resources: assessAll(resources, usualPolicy, detectedAt),
    apiCalls: resources.length / 4,
  };
  return createReport(results, firstSight(detectedAt));
}

const resources = Array.from({ length: findings }, (_, index) => drifted(index));
const report = await timed('report', () => reportOn(resources));
const empty = reportOn([]);
let characters = 0;
for (const [name, render] of Object.entries(renderings)) {
  // What renders is loaded with its first use, which is not to be measured.
  await render(empty);
  const text = await timed(name, () => render(report));
  characters += text.length;
}
process.stdout.write(JSON.stringify({ times, characters }));
