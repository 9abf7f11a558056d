// Reads PGM files named on standard input with zxing-wasm; one line of JSON each: the text and how long it took.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";

const wasm = createRequire(import.meta.url).resolve("zxing-wasm/reader/zxing_reader.wasm");
await prepareZXingModule({ overrides: { wasmBinary: readFileSync(wasm).buffer }, fireImmediately: true });

const options = { formats: ["QRCode", "Code128"], tryHarder: true, tryRotate: true, tryInvert: true, tryDownscale: true, maxNumberOfSymbols: 1 };

function picture(file) {
  const b = readFileSync(file);
  const [head, width, height] = /^P5\n(\d+) (\d+)\n255\n/.exec(b.toString("latin1", 0, 40));
  const data = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < width * height; i++) {
    data.fill(b[head.length + i], 4 * i, 4 * i + 3);
    data[4 * i + 3] = 255;
  }
  return { data, width: +width, height: +height, colorSpace: "srgb" };
}

const files = readFileSync(0, "utf8").trim().split("\n");
await readBarcodes(picture(files[0]), options); // the first one compiles
for (const file of files) {
  const p = picture(file);
  const start = performance.now();
  const found = (await readBarcodes(p, options)).filter((r) => r.isValid);
  console.log(JSON.stringify({ Text: found.length ? found[0].text : "", MS: performance.now() - start }));
}
