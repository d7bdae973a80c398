import type { PatchOperation } from './patch-value.ts';
import { canaryOf, type Stage } from './stage-model.ts';

type Texts = Record<string, string>;

const variablePath = /^(\/variables|\/canarySettings\/stageVariableOverrides)\/([^/]+)$/;

/** @returns whether it was a change of a stage variable or of a canary's override of one, and is done */
export function patchVariable(stage: Stage, { op, path, value }: PatchOperation): boolean {
  const [, map, name] = variablePath.exec(path) ?? [];
  const change = name === undefined ? undefined : changeOf(unescapePointer(name), op, value);
  if (change === undefined || (op === 'remove' && map !== '/variables' && !stage.canarySettings)) return false;
  if (map === '/variables') {
    stage.variables = change(stage.variables ?? {});
  } else {
    const canary = canaryOf(stage);
    canary.stageVariableOverrides = change(canary.stageVariableOverrides ?? {});
  }
  return true;
}

function changeOf(name: string, op: string, value: string | undefined): ((texts: Texts) => Texts) | undefined {
  if (op === 'remove') return ({ [name]: _removed, ...others }) => others;
  if ((op === 'replace' || op === 'add') && value !== undefined) return (texts) => ({ ...texts, [name]: value });
  return undefined;
}

function unescapePointer(token: string): string {
  return token.replaceAll('~1', '/').replaceAll('~0', '~');
}
