/** How the parts of a text look to readers who see colours; the text says the same without them. */
export type Style<Part extends string> = Readonly<Record<Part, (text: string) => string>>;

/** How every part looks to the others. */
export const asIs = (text: string) => text;
