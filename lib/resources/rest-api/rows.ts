import { type AttributeType, blocks } from '../attribute-type.ts';
import type { LiveKind } from '../live.ts';
import type { Revert } from '../revert.ts';
import type { RevertibleSetting } from '../setting.ts';
import { block, type Patch } from './patch.ts';

/** What puts patches to use for one resource, as `updating` makes it. */
type Update<Kind extends LiveKind> = (patch: Patch) => Revert<Kind>;

/** What a setting holds, its member in API Gateway, and the patch that sets it. */
interface MemberOf<Live> {
  readonly type: AttributeType;
  readonly member: keyof Live & string;
  readonly patch: (path: string) => Patch;
}

/**
 * The row of a setting that API Gateway has under one name in its answers and in the paths of its patches.
 * @param name in Terraform
 */
export function row<Kind extends LiveKind, Live>(
  update: Update<Kind>,
  name: string,
  { type, member, patch }: MemberOf<Live>,
): RevertibleSetting<Kind, Live> {
  return { name, type, actual: (live) => live[member], revert: update(patch(`/${member}`)) };
}

/**
 * The fields of a block by their names in Terraform: what each holds, and its member in API Gateway, which is its place in
 * the paths of patches too where that is not said.
 */
export type Fields<Block> = Readonly<
  Record<string, readonly [type: AttributeType, member: keyof Block & string, ...place: string[]]>
>;

/** The row of a block that API Gateway has under one name. */
export function blockRow<Kind extends LiveKind, Live, Member extends keyof Live & string>(
  update: Update<Kind>,
  name: string,
  member: Member,
  fields: Fields<NonNullable<Live[Member]>>,
): RevertibleSetting<Kind, Live> {
  return {
    name,
    type: blockType(fields),
    actual: (live) => liveBlock(fields, live[member]),
    revert: update(block(`/${member}`, fields)),
  };
}

export function blockType(fields: Fields<never>): AttributeType {
  return blocks(Object.fromEntries(Object.entries(fields).map(([field, [type]]) => [field, type])));
}

/** @returns a list of no or one block, as states have it */
export function liveBlock<Live>(fields: Fields<NonNullable<Live>>, live: Live): unknown {
  return live && [Object.fromEntries(Object.entries(fields).map(([field, [, member]]) => [field, live[member]]))];
}
