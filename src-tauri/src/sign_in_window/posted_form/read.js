(wanted) => {
  const place = (url) => URL.parse(url, document.baseURI);
  const goal = place(wanted);
  const fits = (url) => place(url)?.origin === goal.origin && place(url)?.pathname === goal.pathname;
  // A form can have a field named action, which hides its property of that name.
  const actionOf = (form) => Object.getOwnPropertyDescriptor(HTMLFormElement.prototype, "action").get.call(form);
  // One field more than an answer may have tells that there were too many. No text of an answer comes near this length.
  const texts = (fields) => fields.filter(([, value]) => typeof value === "string").slice(0, 65).map(([name, value]) => [name.slice(0, 1024), value.slice(0, 262144)]);
  const look = (frame) => {
    try {
      const kept = (frame.__lintelSubmitted ?? []).findLast((form) => fits(form.action));
      if (kept) return texts(kept.fields);
      const form = [...frame.document.forms].find((form) => fits(actionOf(form)));
      if (form) return texts([...new FormData(form)]);
      return Array.from({ length: frame.frames.length }, (_, index) => look(frame.frames[index])).find(Boolean) ?? null;
    } catch {
      // A frame of another origin cannot be looked into.
      return null;
    }
  };
  return look(window);
}
