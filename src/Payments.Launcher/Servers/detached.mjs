// node detached.mjs LOG COMMAND ARGS...
// Runs a command in a session of its own, with its output in a log file, and prints its process id.
import { spawn } from "node:child_process";
import { openSync } from "node:fs";

const [log, command, ...rest] = process.argv.slice(2);
const output = openSync(log, "a");
const child = spawn(command, rest, { detached: true, stdio: ["ignore", output, output] });
child.on("error", (fault) => {
  console.error(fault.message);
  process.exit(1);
});
child.on("spawn", () => {
  child.unref();
  console.log(child.pid);
});
