// node detached.mjs LOG SCRIPT ARGS...
// Runs a script in a session of its own, its output in a log file, and prints its process id.
import { spawn } from "node:child_process";
import { openSync } from "node:fs";

const [log, ...command] = process.argv.slice(2);
const output = openSync(log, "a");
const child = spawn(process.execPath, command, { detached: true, stdio: ["ignore", output, output] });
child.unref();
console.log(child.pid);
