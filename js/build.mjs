import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, context, transform } from "esbuild";
import { minify } from "terser";

const here = dirname(fileURLToPath(import.meta.url));
const source = join(here, "src");

/** A digest of all sources, so that a stale bundle can be told from a fresh one. */
function digest() {
  const hash = createHash("sha256");
  for (const entry of readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name))
    .sort()) {
    hash.update(entry.slice(source.length)).update(readFileSync(entry));
  }
  return hash.digest("hex").slice(0, 16);
}

/** Style sheets become minified text. */
const styles = {
  name: "styles",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(readFileSync(path, "utf8"), {
        loader: "css",
        minify: true,
      });
      return { contents: code.trim(), loader: "text", watchFiles: [path] };
    });
  },
};

const output = join(here, "..", "veo_widgets", "static");
const modules = ["widgets", "stub"];
/** Written into a page, which runs it as it is read. */
const scripts = ["report"];

const options = {
  entryPoints: modules.map((name) => join(source, `${name}.ts`)),
  outdir: output,
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  charset: "utf8",
  jsx: "automatic",
  jsxImportSource: "preact",
  plugins: [styles],
  metafile: true,
  logLevel: "warning",
};

const inPage = {
  ...options,
  entryPoints: scripts.map((name) => join(source, name, `${name}.ts`)),
  format: "iife",
};

/** A second minifier takes off what esbuild leaves on, and each file gets its digest. */
async function finish({ metafile: { outputs } }, module) {
  const banner = `/* veo_widgets ${digest()} */`;
  for (const path of Object.keys(outputs)) {
    const { code } = await minify(readFileSync(path, "utf8"), {
      module,
      ecma: 2020,
      compress: { passes: 3, hoist_funs: true, unsafe_arrows: true },
      format: { preamble: banner },
    });
    writeFileSync(path, code);
    console.log(`${path} ${Buffer.byteLength(code)} bytes`);
  }
}

/** Whose code is in the bundles: each package with its licence, to go with them. */
function licences(inputs) {
  const names = inputs.flatMap((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1] ?? []);
  const parts = [...new Set(names)].sort().map((name) => {
    const folder = join(here, "node_modules", name);
    const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
    if (!file) throw new Error(`${name} ${version} has no licence file: it cannot be bundled`);
    return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
  });
  const head = "What the bundles in this folder hold besides the code of veo-widgets.\n";
  writeFileSync(join(output, "LICENSES.txt"), [head, ...parts].join(`\n${"-".repeat(72)}\n\n`));
}

/** Modules that are built no longer would go into the wheel. */
function sweep() {
  for (const name of readdirSync(output)) {
    if (name.endsWith(".js") && ![...modules, ...scripts].includes(name.slice(0, -3))) {
      rmSync(join(output, name));
    }
  }
}

if (process.argv.includes("--watch")) {
  for (const each of [options, inPage]) await (await context(each)).watch();
} else {
  const [widgets, pages] = [await build(options), await build(inPage)];
  await finish(widgets, true);
  await finish(pages, false);
  licences([widgets, pages].flatMap(({ metafile }) => Object.keys(metafile.inputs)));
  sweep();
}
