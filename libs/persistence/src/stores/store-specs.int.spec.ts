import { storeSpecs } from '@result-links/delivery/testing';
import { ENGINES, openTestBed } from '../testing/test-bed.js';

for (const engine of ENGINES) storeSpecs(`on ${engine}`, () => openTestBed(engine));
