// What can be read on the page, as far as somebody sees it. What is typed is never read: no field, and nothing that can be edited.
(() => {
  const MOST = 8000;
  const SILENT = new Set(["script", "style", "noscript", "template", "input", "textarea", "select", "datalist", "iframe", "object", "svg"]);
  let [text, left] = ["", 20_000];

  const inside = (element) => {
    if (element.localName === "slot") return element.assignedNodes();
    return (element.shadowRoot ?? element).childNodes;
  };

  const walk = (node) => {
    if (text.length > MOST || (left -= 1) < 0) return;
    if (node.nodeType === Node.TEXT_NODE) text += node.data.replace(/\s+/g, " ");
    if (node.nodeType !== Node.ELEMENT_NODE || SILENT.has(node.localName) || node.isContentEditable) return;
    const { display, visibility } = getComputedStyle(node);
    if (display === "none" || visibility !== "visible") return;
    const line = node.localName === "br" || !/^(inline|contents)/.test(display) ? "\n" : "";
    text += line;
    for (const child of inside(node)) walk(child);
    text += line;
  };

  if (document.body) walk(document.body);
  const lines = text.slice(0, MOST).split("\n");
  const said = lines.map((line) => line.trim()).filter((line) => line !== "").join("\n");
  return JSON.stringify({ url: location.href, title: document.title.slice(0, 400).toWellFormed(), text: said.toWellFormed() });
})();
