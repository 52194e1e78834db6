// Preloaded into every command that is measured: tells what it took on file descriptor 3 when it ends.
const { writeSync } = require('node:fs');

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  writeSync(3, JSON.stringify({ cpuMicros: userCPUTime + systemCPUTime, peakMb: maxRSS / 1_024 }));
});
