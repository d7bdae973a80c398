import picocolors from 'picocolors';

/** Colours of a terminal. What is written in them says the same without them. */
export type Colors = ReturnType<typeof picocolors.createColors>;

export const noColors: Colors = picocolors.createColors(false);
