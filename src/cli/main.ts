#!/usr/bin/env node

// Nothing is imported before: loading modules can itself fail, where too many files are open, and Node would print its stack.
try {
  const { start } = await import("./start.ts");
  await start();
} catch (error) {
  process.stderr.write(`alexgrad: cannot start: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}

export {};
