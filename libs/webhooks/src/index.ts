/** Placeholder until the first export. */
export {};
