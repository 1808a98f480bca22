(() => {
  const submitted = [];
  Object.defineProperty(window, "__lintelSubmitted", { value: submitted });
  const action = Object.getOwnPropertyDescriptor(HTMLFormElement.prototype, "action").get;
  const keep = (form) => submitted.push({ action: action.call(form), fields: [...new FormData(form)] });
  const submit = HTMLFormElement.prototype.submit;
  HTMLFormElement.prototype.submit = function () {
    keep(this);
    return submit.call(this);
  };
  document.addEventListener("submit", (event) => keep(event.target), true);
})();
