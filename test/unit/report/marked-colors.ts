import { type Colors, noColors } from '../../../lib/model/colors.ts';

const mark = (name: string) => (text: unknown) => `<${name}:${text}>`;

/** Colours that can be read in a test, such as `<red:text>`. */
export const markedColors: Colors = {
  ...noColors,
  bold: mark('bold'),
  dim: mark('dim'),
  red: mark('red'),
  green: mark('green'),
  yellow: mark('yellow'),
};
