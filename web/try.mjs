// Opens the page in a browser and goes through it as people do. Usage: node try.mjs PAGE.html FOLDER [--shots FOLDER]
// FOLDER has profiles, and beside each NAME its trace as the program writes it, NAME.trace.json.
// Needs the packages puppeteer-core and axe-core, and a Chromium (CHROMIUM, else /usr/bin/chromium).
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(path.join(process.cwd(), "x.js"));
const puppeteer = require("puppeteer-core");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const [page_file, profiles, ...rest] = process.argv.slice(2);
const shots = rest[0] === "--shots" ? rest[1] : null;
const faults = [];
const fault = (text) => { faults.push(text); console.log("FAULT " + text); };

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--allow-file-access-from-files"],
});
const page = await browser.newPage();
let requests = 0;
page.on("request", (request) => {
  const url = request.url();
  if (!url.startsWith("data:") && !url.startsWith("blob:")) requests += 1;
  if (/^https?:/.test(url)) fault("request to " + url);
});
page.on("console", (message) => { if (message.type() === "error") fault("console: " + message.text()); });
page.on("pageerror", (error) => fault("error: " + error.message));

const address = pathToFileURL(path.resolve(page_file)).href;
const began = Date.now();
await page.goto(address);
const painted = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null);
await page.waitForSelector("html[data-ready]", { timeout: 20000 });
console.log(`first paint ${painted === null ? "?" : painted.toFixed(0)} ms, engine ready ${Date.now() - began} ms`);

// The policy forbids what a test would add, so the checker is evaluated by the browser itself.
const check = async (where) => {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const result = await window.axe.run();
    return result.violations.map((one) => `${one.id}: ${one.help} (${one.nodes.map((node) => node.target.join(" ")).slice(0, 3).join("; ")})`);
  });
  for (const one of found) fault(`axe on ${where}: ${one}`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) fault(`${where} is ${wide} pixels wider than the screen`);
};
const shot = async (name) => {
  if (shots) await page.screenshot({ path: path.join(shots, name + ".png"), fullPage: true });
};
const head = () => page.evaluate(() => document.querySelector("section:not([hidden]) h2").textContent);

// By keyboard alone: begin, answer, go back, change, to the result.
const tab_to = async (text) => {
  for (let tries = 0; tries < 80; tries += 1) {
    const here = await page.evaluate(() => (document.activeElement.textContent || "").trim());
    if (here === text) return;
    await page.keyboard.press("Tab");
  }
  fault(`no way by keys to “${text}” on “${await head()}”`);
};
const choose = async () => {
  for (let tries = 0; tries < 40; tries += 1) {
    const kind = await page.evaluate(() => document.activeElement.type || "");
    if (kind === "radio" || kind === "checkbox") { await page.keyboard.press("Space"); return true; }
    if (kind === "text") { await page.keyboard.type("12"); return true; }
    await page.keyboard.press("Tab");
  }
  return false;
};
const sizes = [["narrow", 360, 1], ["zoomed", 640, 2], ["wide", 1200, 1]];
for (const [name, width, scale] of sizes) {
  await page.setViewport({ width, height: 900, deviceScaleFactor: scale });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: name === "zoomed" ? "dark" : "light" }]);
  await check(`step 1, ${name}`);
  await shot(`1-${name}`);
}
await page.setViewport({ width: 360, height: 800 });
await tab_to("Begin");
await page.keyboard.press("Enter");
let asked = 0;
for (; asked < 60; asked += 1) {
  const title = await head();
  if (title.startsWith("That is enough")) break;
  if (asked < 3) { await check(`question ${asked + 1}`); await shot(`2-question-${asked + 1}`); }
  if (title.startsWith("These answers")) { await check("contradiction"); await tab_to("Keep them"); await page.keyboard.press("Enter"); continue; }
  if (!(await choose())) fault(`no answer by keys on “${title}”`);
  await tab_to("Next");
  await page.keyboard.press("Enter");
}
console.log(`${asked} questions by keyboard`);
await check("enough");
await shot("3-enough");
await tab_to("Back");
await page.keyboard.press("Enter");
await tab_to("Don't know");
await page.keyboard.press("Enter");
for (let more = 0; more < 60 && !(await head()).startsWith("That is enough"); more += 1) {
  await tab_to("Don't know");
  await page.keyboard.press("Enter");
}
await tab_to("Show the result");
await page.keyboard.press("Enter");
for (const [name, width, scale] of sizes) {
  await page.setViewport({ width, height: 900, deviceScaleFactor: scale });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: name === "zoomed" ? "dark" : "light" }]);
  await check(`result, ${name}`);
  await shot(`4-result-${name}`);
}
if (shots) await page.pdf({ path: path.join(shots, "result.pdf"), format: "A4", margin: { top: "15mm", bottom: "15mm", left: "15mm", right: "15mm" } });

// The same bytes as the program, profile by profile.
let same = 0;
for (const name of fs.readdirSync(profiles).filter((name) => /\.(toml|ya?ml|json)$/.test(name) && !name.endsWith(".trace.json")).sort()) {
  const text = fs.readFileSync(path.join(profiles, name), "utf8");
  const wanted = fs.readFileSync(path.join(profiles, name + ".trace.json"), "utf8");
  const found = await page.evaluate((name, text) => { window.hansei.load(name, text); return window.hansei.trace(); }, name, text);
  if (found !== wanted) {
    const at = [...found].findIndex((sign, index) => sign !== wanted[index]);
    fault(`trace of ${name} differs at ${at}: …${found.slice(Math.max(0, at - 60), at + 60)}… against …${wanted.slice(Math.max(0, at - 60), at + 60)}…`);
  } else same += 1;
}
console.log(`${same} traces as the program writes them; ${requests} files opened`);
await browser.close();
if (faults.length) process.exit(1);
