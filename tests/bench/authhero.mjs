// npm's `authhero`, a server of the same API, with its connections in memory.
//
// Its data adapter is this file's: the library brings none, and whoever uses it keeps the data where they like. Nothing is faster than a
// map of objects that are handed out as they are. The library still checks each body against its schema and writes each answer.
//
// PUT /held has it hold the connections of the body instead of those that it has. Prints one line of JSON once it listens: url. It asks for no token: the version that is pinned compares the path of a request with that
// of a route without its mount, so it finds none that would need one.
import { createRequire } from 'node:module';

const peer = createRequire(new URL('../peers/package.json', import.meta.url));
const { init } = peer('authhero');
const { serve } = peer('@hono/node-server');

const kept = new Map();
let made = 0;
const connections = {
  async create(_, given) {
    const now = new Date().toISOString();
    const connection = { ...given, id: `con_${++made}`, created_at: now, updated_at: now };
    kept.set(connection.id, connection);
    return connection;
  },
  async get(_, id) {
    return kept.get(id) ?? null;
  },
  async list(_, { page, per_page }) {
    const start = page * per_page;
    return { connections: [...kept.values()].slice(start, start + per_page), start, limit: per_page, length: kept.size };
  },
  async update(_, id, changes) {
    const before = kept.get(id);
    if (before) kept.set(id, { ...before, ...changes, updated_at: new Date().toISOString() });
    return Boolean(before);
  },
  async remove(_, id) {
    return kept.delete(id);
  },
};

async function hold(request) {
  kept.clear();
  for (const connection of await request.json()) kept.set(connection.id, connection);
  return Response.json({ held: kept.size });
}

const { app } = init({ dataAdapter: { connections, users: {} } });
const answer = (request) => (request.method === 'PUT' ? hold(request) : app.fetch(request, {}));
const server = serve({ fetch: answer, hostname: 'localhost', port: 0 }, ({ port }) => {
  process.stdout.write(`${JSON.stringify({ url: `http://localhost:${port}` })}\n`);
});
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    server.close(() => process.exit(0));
    server.closeAllConnections();
  });
}
