import * as v from 'valibot';
import type { Delivery } from './subscriber.ts';

const callSchema = v.looseObject({ eventId: v.string(), actor: v.string(), tool: v.string(), time: v.string() });
const findingSchema = v.nullable(
  v.looseObject({
    event: v.string(),
    attribution: v.nullable(v.looseObject({ certainty: v.string(), calls: v.array(callSchema) })),
  }),
);
const pathSchema = v.array(v.union([v.string(), v.number()]));
const stageSchema = v.looseObject({ stageName: v.nullable(v.string()) });
const reportSchema = v.looseObject({
  resources: v.array(
    v.looseObject({
      id: stageSchema,
      status: v.string(),
      finding: findingSchema,
      differences: v.array(v.looseObject({ path: pathSchema, finding: findingSchema })),
    }),
  ),
  resolved: v.array(v.looseObject({ resource: stageSchema, path: v.nullable(pathSchema), how: v.string() })),
});

/**
 * @returns what a message tells as news, a line each: what became of it, the stage, the setting, and who is behind it, as
 * in `OPENED basic tracing: CERTAIN alice by console at 2026-11-24T06:00:00Z`
 */
export function notifiedChanges({ report }: Delivery): readonly string[] {
  const { resources, resolved } = v.parse(reportSchema, report);
  return [
    ...resources.flatMap(({ id, status, finding, differences }) => [
      ...line(finding, [id.stageName, status]),
      ...differences.flatMap((difference) => line(difference.finding, [id.stageName, difference.path.join('.')])),
    ]),
    ...resolved.map(({ how, resource, path }) =>
      `RESOLVED ${how} ${resource.stageName} ${path?.join('.') ?? ''}`.trim(),
    ),
  ];
}

function line(finding: v.InferOutput<typeof findingSchema>, about: readonly (string | null)[]): readonly string[] {
  if (finding === null || finding.event === 'KNOWN') return [];
  const { event, attribution } = finding;
  const calls = attribution?.calls.map(({ actor, tool, time }) => `${actor} by ${tool} at ${time}`) ?? [];
  const who = attribution === null ? 'nobody known' : `${attribution.certainty} ${calls.join(' or ')}`;
  return [`${event} ${about.join(' ')}: ${who}`];
}
