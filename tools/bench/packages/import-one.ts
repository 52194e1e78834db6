/** Imports one package and prints what that cost; run with --expose-gc, also where only this file is. */
import type { Figures } from '../lib/turns.ts';

const specifier = process.argv[2] ?? '';
const collect = (globalThis as unknown as { gc(): void }).gc;

collect();
const heapBefore = process.memoryUsage().heapUsed;
const cpuBefore = process.cpuUsage();
const wallBefore = performance.now();
await import(specifier);
const wallMs = performance.now() - wallBefore;
const { user, system } = process.cpuUsage(cpuBefore);
const peakMb = process.resourceUsage().maxRSS / 1_024;
collect();
const heapMb = (process.memoryUsage().heapUsed - heapBefore) / 2 ** 20;
const figures: Figures = { wallMs, cpuMicros: user + system, heapMb, peakMb };
process.stdout.write(JSON.stringify(figures));
