// Drives windows through the engine's inspector server, as its developer tools do. WebDriver sees no private window.
import WebSocket from "ws";

const PATIENCE = 15_000;

/** The windows of the program whose inspector server answers at `address` (host and port). */
export class Inspector {
  #address;

  constructor(address) {
    this.#address = address;
  }

  /** The page of the first window whose address fits, once there is one. */
  async page(fits) {
    const target = await until(() => this.#targets().then((all) => all.find(({ url }) => fits(url))), "no window shows the page");
    return Page.attach(`ws://${this.#address}${target.socket}`);
  }

  /** Waits until no window's address fits. */
  async gone(fits) {
    await until(async () => !(await this.#targets()).some(({ url }) => fits(url)), "the window is still there");
  }

  async #targets() {
    const list = await fetch(`http://${this.#address}/`).then((answer) => answer.text(), () => "");
    const rows = list.matchAll(/class="targeturl">([^<]*)<.*?(\/socket\/\d+\/\d+\/WebPage)/gs);
    return [...rows].map(([, url, socket]) => ({ url, socket }));
  }
}

/** One window. Its page may change its process while it goes elsewhere: what is asked then is asked again. */
class Page {
  #socket;
  #target = null;
  #asked = 0;
  #waiting = new Map();

  static async attach(address) {
    const page = new Page(new WebSocket(address));
    await until(() => page.#target !== null, "the window cannot be inspected");
    return page;
  }

  constructor(socket) {
    this.#socket = socket;
    socket.on("message", (text) => this.#hear(JSON.parse(String(text))));
    socket.on("error", () => undefined);
    socket.on("close", () => this.#forget("the window is gone"));
  }

  /** What an expression of the page gives, promises awaited. */
  async evaluate(expression) {
    const { result } = await this.#ask("Runtime.evaluate", { expression: `Promise.resolve(${expression}).then((value) => JSON.stringify({ value }), (error) => JSON.stringify({ error: String(error) }))` });
    const awaited = await this.#ask("Runtime.awaitPromise", { promiseObjectId: result.objectId, returnByValue: true });
    const { value, error } = JSON.parse(awaited.result.value);
    if (error !== undefined) throw new Error(error);
    return value;
  }

  /** Waits until the expression is true, whichever page it comes to meanwhile. */
  async until(expression, complaint) {
    return until(() => this.evaluate(expression).catch(() => false), complaint ?? `never true: ${expression}`);
  }

  /** Presses the first element that the selector finds, once it is there. */
  async press(selector) {
    const found = `document.querySelector(${JSON.stringify(selector)})`;
    await this.until(`${found} !== null`, `${selector} is not there`);
    await this.leave(`${found}.click()`);
  }

  /** Goes elsewhere, as a script of the page would. */
  goTo(url) {
    return this.leave(`location.assign(${JSON.stringify(url)})`);
  }

  detach() {
    this.#socket.close();
  }

  /** Does what may take the page away, which then does not answer. */
  async leave(statement) {
    await this.evaluate(`void setTimeout(() => ${statement})`).catch(() => undefined);
  }

  async #ask(method, params) {
    if (this.#socket.readyState !== WebSocket.OPEN) throw new Error("the window is gone");
    const id = (this.#asked += 1);
    const answered = new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    const late = setTimeout(() => this.#answer(id, { error: { message: `no answer to ${method}` } }), PATIENCE);
    this.#socket.send(JSON.stringify({ id, method: "Target.sendMessageToTarget", params: { targetId: this.#target, message: JSON.stringify({ id, method, params }) } }));
    return answered.finally(() => clearTimeout(late));
  }

  #hear({ id, error, method, params }) {
    if (error) this.#answer(id, { error });
    else if (method === "Target.targetCreated" && params.targetInfo.type === "page" && !params.targetInfo.isProvisional) this.#target = params.targetInfo.targetId;
    else if (method === "Target.didCommitProvisionalTarget") {
      this.#target = params.newTargetId;
      this.#forget("the page went elsewhere");
    } else if (method === "Target.dispatchMessageFromTarget") {
      const answer = JSON.parse(params.message);
      if (answer.id !== undefined) this.#answer(answer.id, answer);
    }
  }

  #answer(id, { result, error }) {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) waiting?.reject(new Error(error.message));
    else waiting?.resolve(result);
  }

  #forget(why) {
    for (const id of [...this.#waiting.keys()]) this.#answer(id, { error: { message: why } });
  }
}

/** What a condition gives once it is something. */
export async function until(condition, complaint) {
  const giveUp = Date.now() + PATIENCE;
  for (;;) {
    const met = await condition();
    if (met) return met;
    if (Date.now() > giveUp) throw new Error(complaint);
    await new Promise((again) => setTimeout(again, 50));
  }
}
