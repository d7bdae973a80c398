/** The state less the stages of the given names, and less what belongs to them. */
export function withoutStages(stateText: string, names: readonly string[]): string {
  const state: { resources: { instances: { attributes: { stage_name?: string } }[] }[] } = JSON.parse(stateText);
  const isLeftOut = (name: string | undefined) => name !== undefined && names.includes(name);
  const resources = state.resources.filter(
    ({ instances }) => !instances.some(({ attributes }) => isLeftOut(attributes.stage_name)),
  );
  return JSON.stringify({ ...state, resources });
}
