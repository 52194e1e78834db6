/** Imports one package and prints what that cost; run by run.ts with --expose-gc. */
const specifier = process.argv[2] ?? '';
const collect = (globalThis as unknown as { gc(): void }).gc;

collect();
const heapBefore = process.memoryUsage().heapUsed;
const cpuBefore = process.cpuUsage();
const wallBefore = performance.now();
await import(specifier);
const wallMs = performance.now() - wallBefore;
const { user, system } = process.cpuUsage(cpuBefore);
collect();
const heapKb = (process.memoryUsage().heapUsed - heapBefore) / 1024;
process.stdout.write(JSON.stringify({ wallMs, cpuMs: (user + system) / 1000, heapKb }));

export {};
