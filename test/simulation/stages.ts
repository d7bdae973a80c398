export const account = '123456789012';
export const region = 'eu-west-1';

/** The settings of a stage that change in a simulation, as Terraform has them. */
export interface StageSettings {
  readonly description: string;
  readonly documentation_version: string;
  readonly xray_tracing_enabled: boolean;
  /** Of the stage variable `TARGET`. */
  readonly target: string;
}

export const usualSettings: StageSettings = {
  description: 'as planned',
  documentation_version: '1',
  xray_tracing_enabled: false,
  target: 'blue',
};

/** How a report names the stage variable, whose value it masks as a rule. */
export const variable = 'variables.TARGET';

/** @returns the settings as a report names them: a text without a character is none */
export function settingsInReport({ target, ...settings }: StageSettings): ReadonlyMap<string, string | boolean | null> {
  const others = Object.entries(settings).map(([name, value]) => [name, value === '' ? null : value] as const);
  return new Map([...others, [variable, target]]);
}

/** @returns the stage as API Gateway answers it */
export function answerOf(
  stageName: string,
  settings: StageSettings,
  { createdAt, changedAt }: { readonly createdAt: number; readonly changedAt: number },
): Readonly<Record<string, unknown>> {
  return {
    stageName,
    deploymentId: 'd1a2b3',
    description: settings.description,
    documentationVersion: settings.documentation_version,
    tracingEnabled: settings.xray_tracing_enabled,
    variables: { TARGET: settings.target },
    cacheClusterEnabled: false,
    cacheClusterStatus: 'NOT_AVAILABLE',
    methodSettings: {},
    createdDate: new Date(createdAt),
    lastUpdatedDate: new Date(changedAt),
  };
}
