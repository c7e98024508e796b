/** Further attributes of an element, as plain data. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;
