// Runs the engine that a page carries, without a browser, over profiles, and compares its traces with the program's.
// Usage: node same.mjs PAGE.html FOLDER; beside each profile NAME in FOLDER lies its trace, NAME.trace.json.
import fs from "node:fs";
import path from "node:path";
import zlib from "node:zlib";

const [page_file, folder] = process.argv.slice(2);
const page = fs.readFileSync(page_file, "utf8");
const within = (id) => page.split(`id="${id}">`)[1].split("</script>")[0];
const packed = Buffer.from(within("engine"), "base64");
const source = new URL("../src/pages/consult/engine.js", import.meta.url);
const engine_of = new Function(fs.readFileSync(source, "utf8") + "return engine_of;")();
const talk = await engine_of(zlib.gunzipSync(packed));
const began = Date.now();
const wrong = talk(JSON.stringify(JSON.parse(within("data")).pages));
if (wrong) throw new Error(wrong);
console.log(`rulebook opened in ${Date.now() - began} ms`);
let same = 0;
let other = 0;
for (const name of fs.readdirSync(folder).filter((name) => !name.endsWith(".trace.json")).sort()) {
  const text = fs.readFileSync(path.join(folder, name), "utf8");
  const wanted = fs.readFileSync(path.join(folder, name + ".trace.json"), "utf8");
  const answer = JSON.parse(talk(JSON.stringify({ do: "trace", state: { name, text } })));
  if (answer.ok === wanted) same += 1;
  else { other += 1; console.log(`${name}: ${answer.wrong || "the trace differs"}`); }
}
console.log(`${same} traces are the program's, ${other} are not`);
if (other || !same) process.exit(1);
