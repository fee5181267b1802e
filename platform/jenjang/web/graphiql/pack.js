// What stands at rest: each asset compressed once, and the licences of all that went into them.
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, unlinkSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const assets = "../assets/";

const listed = execFileSync("npm", ["ls", "--omit=dev", "--all", "--parseable"], { encoding: "utf8" });
const packages = listed.trim().split("\n").slice(1).sort();

function licence(folder) {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`));
  const text = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
  return `${name} ${version} (${license})\n\n${text ? readFileSync(`${folder}/${text}`, "utf8").trim() : ""}`;
}

writeFileSync(`${assets}LICENSES.txt`, `${packages.map(licence).join(`\n\n${"-".repeat(80)}\n\n`)}\n`);

for (const name of readdirSync(assets).filter((name) => name !== "manifest.json")) {
  writeFileSync(`${assets}${name}.gz`, gzipSync(readFileSync(assets + name), { level: 9 }));
  unlinkSync(assets + name);
}
