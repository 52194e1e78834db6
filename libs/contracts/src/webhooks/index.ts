// An entry of its own, so that a web page that only checks result links does not carry it.
import 'reflect-metadata/lite';

export * from './endpoints.dto.js';
export * from './events.dto.js';
