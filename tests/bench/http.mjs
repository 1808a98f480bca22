// One way to ask a server, the same for all that are compared: Node's own client over connections that stay open.
import { Agent, request } from 'node:http';

/** Gives `call(method, path, body)`, which gives the status and the JSON of the answer, and `close()`. */
export function asker(base, headers = {}, atOnce = 1) {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const call = (method, path, body) =>
    new Promise((resolve, reject) => {
      const text = body && JSON.stringify(body);
      const ofBody = text && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
      const sent = request(`${base}${path}`, { agent, method, headers: { ...headers, ...ofBody } }, async (answer) => {
        try {
          const pieces = [];
          for await (const piece of answer) pieces.push(piece);
          const said = Buffer.concat(pieces);
          const isJson = /json/.test(answer.headers['content-type']);
          resolve({ status: answer.statusCode, body: isJson ? JSON.parse(said) : said.toString() });
        } catch (error) {
          reject(error);
        }
      });
      sent.on('error', reject).end(text);
    });
  return { call, close: () => agent.destroy() };
}
