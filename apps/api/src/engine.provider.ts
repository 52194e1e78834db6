/** Injection token of the engine: store, events and worker. */
export const ENGINE = Symbol('engine');
