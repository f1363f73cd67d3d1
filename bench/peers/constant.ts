/** The floor of a cached answer: node:http sending the same bytes whatever is asked. BENCH_BYTES names the file that holds them. */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { PORT } from "./environment";

const bytes = readFileSync(process.env.BENCH_BYTES ?? "");

createServer((request, response) => {
  request.resume();
  request.on("end", () =>
    response
      .writeHead(200, { "content-type": "application/json; charset=utf-8", "content-length": bytes.length })
      .end(bytes),
  );
}).listen(PORT, "127.0.0.1");
